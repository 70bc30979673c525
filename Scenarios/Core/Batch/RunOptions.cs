using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>How a run is simulated. No option changes a figure of the result.</summary>
public sealed record RunOptions
{
    /// <summary>The pending-event set to use.</summary>
    public PendingEventSetKind Queue { get; init; } = PendingEventSetKind.Calendar;

    /// <summary>Whether to check the scheduler's invariants between events; a violation ends the run with an error. Not together with a trace.</summary>
    public bool CheckInvariants { get; init; }

    /// <summary>Where schedtrace lines go; <see langword="null"/> for none.</summary>
    public SchedTraceOutput? SchedTrace { get; init; }

    /// <summary>File that the full event trace is written to; <see langword="null"/> for none.</summary>
    public string? TraceFile { get; init; }
}
