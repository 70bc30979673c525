using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>A sequence of arrivals that does not wait for responses.</summary>
public interface IArrivals
{
    /// <summary>The next arrival.</summary>
    Arrival Next();
}
