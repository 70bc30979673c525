using GmpSim.Calibration.Fitting;
using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration;

/// <summary>What a calibration found.</summary>
public sealed class CalibrationResult
{
    private const double NoisyShare = 0.02;

    internal CalibrationResult(MachineFacts facts, Readings readings, double stolenShare, double othersShare, bool isPinned, string rounds, bool isInterrupted)
    {
        Facts = facts;
        Readings = readings;
        IsInterrupted = isInterrupted;
        LostTime = LostTime.Of(readings);
        Costs = CostFitter.Fit(readings);
        Traits = TraitFitter.Fit(readings, facts);
        MachineLines =
        [
            .. facts.Lines(),
            ("stolen by the host while measuring", $"{stolenShare:P2} of CPU time"),
            .. LostTime is { } lost ? [("lost by a thread that never sleeps, to host and interrupts", $"{lost.Share:P1} of its time; as a scenario has it: os.steal={lost.Flow}")] : Array.Empty<(string, string)>(),
            ("used by other programs while measuring", $"{othersShare:P1} of CPU time"),
            ("threads bound to CPUs", isPinned ? "yes" : "no: sched_setaffinity is refused here, figures mix CPUs"),
            ("rounds", rounds),
        ];
        Warnings =
        [
            .. readings.Obstacles.Select(obstacle => $"{obstacle.Key}: {obstacle.Value}"),
            .. DisturbedOf(readings),
            .. OthersWatch.Warning(othersShare, "measuring") is { } busy ? [busy] : Array.Empty<string>(),
            .. facts.ForeignScheduler is { } foreign ? [foreign] : Array.Empty<string>(),
            .. stolenShare > NoisyShare ? [$"the host took {stolenShare:P1} of CPU time: intervals are wide for that reason"] : Array.Empty<string>(),
        ];
    }

    /// <summary>Costs in the order of their keys: measured ones, and ones whose figure lies within its noise.</summary>
    public IReadOnlyList<FittedCost> Costs { get; }

    /// <summary>Traits that are known of this machine.</summary>
    public IReadOnlyList<FittedTrait> Traits { get; }

    /// <summary>Facts of the machine and of the calibration, as name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> MachineLines { get; }

    /// <summary>What could not be measured, and what disturbed.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether it was ended early.</summary>
    public bool IsInterrupted { get; }

    /// <summary>One row a parameter of a probe, for <c>probes.csv</c>.</summary>
    public IReadOnlyList<ProbeRow> Rows => [.. Readings.All.Where(series => series.All.Any() || series.Note.Length > 0 || series.Disturbed > 0).Select(series => ProbeRow.Of(series, Readings))];

    /// <summary>Version of the kernel, <c>6.12</c> or <c>6.12.58</c>; <see langword="null"/> where it cannot be read.</summary>
    public string? KernelVersion => Facts.KernelVersion;

    /// <summary>What host and interrupts take of a CPU; <see langword="null"/> where that was not measured.</summary>
    public LostTime? LostTime { get; }

    internal MachineFacts Facts { get; }

    internal Readings Readings { get; }

    private static IEnumerable<string> DisturbedOf(Readings readings)
    {
        var (lost, kept) = (readings.All.Sum(series => series.Disturbed), readings.All.Sum(series => series.All.Count()));
        if (lost * 10 > kept) yield return $"other programs took the CPU away in {lost} of {lost + kept} blocks; those are left out";
    }
}
