using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>A goroutine does what real Go answers with a panic or a fatal error: a mistake in the programs of the scenario.</summary>
public sealed class GoPanicException : UnrunnableException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="g">Who did it.</param>
    /// <param name="at">When.</param>
    /// <param name="what">Go's own words.</param>
    /// <param name="name">What it was done to.</param>
    internal GoPanicException(Goroutine g, SimTime at, string what, string name)
        : base($"{g.Body} at {at}: {what}: '{name}'. Real Go would end the process here; correct the program.")
    {
    }
}
