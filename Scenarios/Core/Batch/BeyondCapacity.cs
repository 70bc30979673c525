using System.Globalization;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Batch;

/// <summary>Finds points at which requests arrive faster than they are served.</summary>
/// <remarks>
/// Decided by what was offered and neither served nor failed in the window, in the mean of the replications, when it is more than
/// <list type="bullet">
/// <item>a hundredth of what was offered,</item>
/// <item>three standard deviations of a Poisson number of arrivals: so much comes together by chance,</item>
/// <item>what its 95 % interval over the replications leaves in doubt.</item>
/// </list>
/// Requests that were under way at the end and cannot have been at the start, since the warm-up was shorter than they take, do not count.
/// </remarks>
internal static class BeyondCapacity
{
    private const int MostNamed = 4;
    private const double LeastShare = 0.01;
    private const double Deviations = 3;

    /// <summary>What the reader of such latencies must know; <see langword="null"/> when every point keeps up.</summary>
    /// <param name="points">The points with their runs.</param>
    /// <param name="warmups">The warm-up of each.</param>
    internal static Assumption? NoteOn(IReadOnlyList<PointResult> points, IReadOnlyList<SimDuration> warmups)
    {
        var beyond = points.Where((point, i) => IsBeyond(point.Runs, warmups[i])).ToList();
        if (beyond.Count == 0) return null;
        var more = beyond.Count > MostNamed ? $", and at {beyond.Count - MostNamed} points more" : "";
        return new("load", $"{string.Join("; ", beyond.Take(MostNamed).Select(Of))}{more}: beyond capacity; latencies grow with the length of the run.");
    }

    private static bool IsBeyond(IReadOnlyList<RunRecord> runs, SimDuration warmup)
    {
        if (runs.Count == 0 || runs.Any(run => run[Metrics.OfferedRps] is null or 0 || run[Metrics.ThroughputRps] is null or 0)) return false;
        var left = Student.Mean([.. runs.Select(run => Left(run, warmup))]);
        var offered = runs.Average(run => run[Metrics.OfferedRps]!.Value);
        var seconds = runs.Average(Seconds);
        return left.Value > LeastShare * offered
            && left.Value * seconds > Deviations * Math.Sqrt(offered * seconds)
            && (!left.Interval.IsBounded || left.Interval.Low > 0);
    }

    /// <summary>Requests per second that stay unanswered, and the warm-up does not explain why.</summary>
    private static double Left(RunRecord run, SimDuration warmup)
    {
        // Without a warm-up nothing is under way at the start, and what takes its usual time at the end. With one that is shorter than any request takes, the rest of that.
        var latency = warmup == SimDuration.Zero ? run[Metrics.LatencyMeanUs] : run[Metrics.LatencyMinUs];
        var unfilled = Math.Max(0, ((latency ?? 0) - warmup.Microseconds) / 1e6);
        var failed = (run[Metrics.Errors] ?? 0) / Seconds(run);
        var served = run[Metrics.ThroughputRps]!.Value;
        return run[Metrics.OfferedRps]!.Value - served - failed - (served * unfilled / Seconds(run));
    }

    private static double Seconds(RunRecord run) => run[Metrics.SimSeconds]!.Value;

    private static string Of(PointResult point)
    {
        var (offered, served) = (point.Runs.Average(run => run[Metrics.OfferedRps]!.Value), point.Runs.Average(run => run[Metrics.ThroughputRps]!.Value));
        var where = point.Label.Length == 0 ? "" : $"at '{point.Label}' ";
        return string.Create(CultureInfo.InvariantCulture, $"{where}offered {Figures.Text(offered)}/s, served {Figures.Text(served)}/s");
    }
}
