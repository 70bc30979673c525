using GmpSim.Engine;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim run</c> was asked to do.</summary>
public sealed record RunArguments
{
    /// <summary>The scenarios.</summary>
    public required ScenarioArguments Scenarios { get; init; }

    /// <summary>The output folder.</summary>
    public required string Out { get; init; }

    /// <summary>Number of worker threads.</summary>
    public required int Jobs { get; init; }

    /// <summary>Whether to use what is recorded already.</summary>
    public bool Resume { get; init; }

    /// <summary>The part of the batch to run.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Whether a claim that is not reproduced is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether to say nothing but errors.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether to draw plots and the report.</summary>
    public bool Plots { get; init; } = true;

    /// <summary>The pending-event set to use.</summary>
    public PendingEventSetKind Queue { get; init; } = PendingEventSetKind.Calendar;

    /// <summary>Lines of schedtrace to write for each run; <see langword="null"/> for none.</summary>
    public SchedTraceWish? SchedTrace { get; init; }

    /// <summary>Whether to run for real and not simulate.</summary>
    public bool Live { get; init; }

    /// <summary>Whether to check the scheduler's invariants between events.</summary>
    public bool CheckInvariants { get; init; }
}
