using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>One request of a run, step by step.</summary>
/// <param name="From">When it was meant to start, from the start of the run.</param>
/// <param name="To">When its response had been read, from the start of the run.</param>
/// <param name="IsSlowest">Whether it was chosen because it was slow, not because it was early.</param>
/// <param name="Steps">Where its time went, in order of time, without gaps.</param>
/// <param name="Moved">Of the time of <see cref="LatencyComponent.Running"/>, what belongs to other components that have no place of their own in it; only those that have some.</param>
public sealed record RequestTrace(SimDuration From, SimDuration To, bool IsSlowest, IReadOnlyList<TraceStep> Steps, IReadOnlyList<MovedTime> Moved)
{
    /// <summary>How long it took.</summary>
    public SimDuration Latency => To - From;
}
