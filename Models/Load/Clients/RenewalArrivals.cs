using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Arrivals with independent gaps: Poisson when the gaps are exponential, evenly spaced when they are constant.</summary>
public sealed class RenewalArrivals(Distribution gap, SimTime from, int requestBytes, RandomStream stream) : IArrivals
{
    private SimTime _last = from;

    /// <inheritdoc/>
    public Arrival Next()
    {
        _last += gap.Sample(stream);
        return new(_last, -1, requestBytes, SimDuration.Zero);
    }
}
