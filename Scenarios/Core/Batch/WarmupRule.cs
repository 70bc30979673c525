using GmpSim.Engine;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Batch;

/// <summary>The rule behind <c>warmup: auto</c>.</summary>
/// <remarks>
/// One pilot run a point, as long as the measured window, cut by MSER-5 on every track; the last cut counts. All
/// points of a scenario then share the longest warm-up: their windows must lie over the same arrivals, or the pairs
/// of common random numbers would be torn.
/// </remarks>
public static class WarmupRule
{
    private const int BinsPerPilot = 1000;

    /// <summary>Length of simulated time that one value of a pilot series stands for: a thousandth of the measured window.</summary>
    public static SimDuration BinOf(SimDuration duration) => SimDuration.Max(SimDuration.FromPicoseconds(1), duration / BinsPerPilot);

    /// <summary>Judges one pilot.</summary>
    /// <exception cref="ArgumentException">The pilot has no track, or a track is too short for MSER-5.</exception>
    public static PilotOutcome Judge(PilotSeries pilot, SimDuration duration)
    {
        ArgumentNullException.ThrowIfNull(pilot);
        if (pilot.Tracks.Count == 0) throw new ArgumentException("A pilot without a track says nothing.", nameof(pilot));
        var cuts = pilot.Tracks.Select(track => Mser5.Cut(track.SeriesBatchMeans)).ToList();
        return cuts.TrueForAll(cut => cut.Reliable)
            ? new(pilot.Bin * cuts.Max(cut => cut.Observations), Reliable: true)
            : new(duration / 2, Reliable: false);
    }

    /// <summary>The warm-up of every point of a scenario, given the pilots of those that ask for <c>auto</c>.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="pilots">One outcome a point; <see langword="null"/> for points with a given warm-up.</param>
    public static SimDuration[] Share(ScenarioOutline scenario, IReadOnlyList<PilotOutcome?> pilots)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var longest = pilots.Aggregate(SimDuration.Zero, (longest, pilot) => SimDuration.Max(longest, pilot?.Warmup ?? SimDuration.Zero));
        return [.. scenario.Points.Select(point => point.Warmup ?? longest)];
    }
}
