namespace GmpSim.Calibration.Golang;

/// <summary>One run of a Go program.</summary>
/// <param name="Work">What the program does.</param>
/// <param name="Gomaxprocs">Number of Ps.</param>
/// <param name="Load">Who asks it; <see langword="null"/> for programs that work by themselves.</param>
/// <param name="Cpus">CPUs of the program, numbered within those that this process may use; empty for all.</param>
/// <param name="Warmup">Time before the window.</param>
/// <param name="Duration">Length of the window.</param>
public sealed record GoRunPlan(GoWork Work, int Gomaxprocs, GoLoad? Load, IReadOnlyList<int> Cpus, TimeSpan Warmup, TimeSpan Duration)
{
    /// <summary>Shortest time between two lines of schedtrace, at least 1 ms; <see langword="null"/> for none.</summary>
    public TimeSpan? SchedTrace { get; init; }
}
