using GmpSim.Engine;

namespace GmpSim.Calibration.Golang;

/// <summary>What a run of a Go program showed within its window.</summary>
public sealed record GoMeasurement
{
    /// <summary>Length of the window as the program's own clock has it [s].</summary>
    public required double Seconds { get; init; }

    /// <summary>Requests answered, or tasks ended.</summary>
    public required long Requests { get; init; }

    /// <summary>Connections that broke.</summary>
    public required long Errors { get; init; }

    /// <summary>Latency of the requests, or durations of the tasks.</summary>
    public required Histogram Latency { get; init; }

    /// <summary>User and system time of the Go process [s].</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Times a second that threads slept or ended: those of the Go process and of the load generator.</summary>
    public required double VoluntarySwitchesPerSecond { get; init; }

    /// <summary>Times a second that threads were preempted: those of the Go process and of the load generator.</summary>
    public required double InvoluntarySwitchesPerSecond { get; init; }

    /// <summary>Threads of the Go process at the end.</summary>
    public required int Threads { get; init; }

    /// <summary>Ms that were created within the window.</summary>
    public int ThreadsCreated { get; init; }

    /// <summary>Share of the CPUs' time that went to other programs, interrupts and the host; 0 where the CPUs were not chosen.</summary>
    public required double OthersShare { get; init; }

    /// <summary>/sched/latencies:seconds over the window.</summary>
    public required SchedulingLatencies Latencies { get; init; }

    /// <summary>Lines of schedtrace that came within the window; empty where none were asked for.</summary>
    public IReadOnlyList<SchedTraceLine> SchedTrace { get; init; } = [];

    /// <summary>Collections within the window; the programs run with the collector off, so there should be none.</summary>
    public required long GcCycles { get; init; }
}
