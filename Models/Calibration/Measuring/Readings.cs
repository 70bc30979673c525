using GmpSim.Engine;

namespace GmpSim.Calibration.Measuring;

/// <summary>What all probes have measured, and estimates from it that carry their uncertainty.</summary>
/// <remarks>
/// The interval of an estimate comes from a bootstrap on two levels: rounds are drawn with replacement, because a machine is not the same a minute later; within
/// a round so are blocks. A formula over several series is worked out round by round, so that what is common to a round cancels in differences and ratios.
/// </remarks>
internal sealed class Readings
{
    private const double Tail = 0.025;
    private readonly List<Series> _series = [];
    private readonly Dictionary<(string Name, int Round), double[]> _medians = [];

    /// <summary>Every series in the order of its first measurement.</summary>
    internal IReadOnlyList<Series> All => _series;

    /// <summary>Probes that could not measure, and why.</summary>
    internal SortedDictionary<string, string> Obstacles { get; } = new(StringComparer.Ordinal);

    /// <summary>The series of a probe's parameter, made where there is none yet.</summary>
    internal Series Of(string probe, string parameter, string unit)
    {
        if (Find(probe, parameter) is { } known) return known;
        var made = new Series(probe, parameter, unit);
        _series.Add(made);
        return made;
    }

    /// <summary>The series of a probe's parameter, or <see langword="null"/>.</summary>
    internal Series? Find(string probe, string parameter) => _series.Find(series => series.Probe == probe && series.Parameter == parameter);

    /// <summary>The median of one series.</summary>
    internal Estimate? Median(string probe, string parameter) => Estimate([(probe, parameter)], values => values[0]);

    /// <summary>A formula over the medians of several series.</summary>
    /// <param name="inputs">Probe and parameter of each.</param>
    /// <param name="formula">The medians of one round, in the order of <paramref name="inputs"/>; NaN where a round has no answer.</param>
    /// <returns><see langword="null"/> where no round has all of them.</returns>
    internal Estimate? Estimate(IReadOnlyList<(string Probe, string Parameter)> inputs, Func<double[], double> formula)
    {
        var series = inputs.Select(input => Find(input.Probe, input.Parameter)).ToArray();
        if (series.Any(one => one is null)) return null;
        var rounds = RoundsOfAll(series).ToArray();
        double Worked(Func<Series, int, double> median, int round) => formula([.. series.Select(one => median(one!, round))]);

        var plain = rounds.Select(round => Worked((one, r) => RobustStatistics.Median(one.Rounds[r]), round)).ToArray();
        rounds = [.. rounds.Where((_, i) => double.IsFinite(plain[i]))];
        plain = [.. plain.Where(double.IsFinite)];
        if (plain.Length == 0) return null;

        var stream = new RandomStream(1, "rounds/" + string.Join('/', inputs));
        var replicates = new double[RobustStatistics.Replicates];
        var drawn = new double[rounds.Length];
        for (var replicate = 0; replicate < replicates.Length; replicate++)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = Worked((one, r) => Resampled(one, r)[replicate], rounds[stream.NextBelow(rounds.Length)]);
            replicates[replicate] = RobustStatistics.Median(drawn);
        }

        var value = RobustStatistics.Median(plain);
        var (low, high) = (RobustStatistics.Quantile(replicates, Tail), RobustStatistics.Quantile(replicates, 1 - Tail));
        return new Estimate(value, Math.Min(value, low), Math.Max(value, high), series.Min(one => one!.All.Count()), rounds.Length);
    }

    /// <summary>A formula over the single samples of several series, round by round; the interval comes from drawing rounds.</summary>
    /// <param name="inputs">Probe and parameter of each.</param>
    /// <param name="formula">The samples of one round, in the order of <paramref name="inputs"/>; NaN where a round has no answer.</param>
    /// <returns><see langword="null"/> where no round has all of them.</returns>
    internal Estimate? EstimateOfSamples(IReadOnlyList<(string Probe, string Parameter)> inputs, Func<IReadOnlyList<double>[], double> formula)
    {
        var series = inputs.Select(input => Find(input.Probe, input.Parameter)).ToArray();
        if (series.Any(one => one is null)) return null;
        var values = RoundsOfAll(series).Select(round => formula([.. series.Select(one => one!.Rounds[round])])).Where(double.IsFinite).ToArray();
        if (values.Length == 0) return null;
        var drawn = RobustStatistics.ResampledMedians(values, "samples/" + string.Join('/', inputs));
        return new Estimate(RobustStatistics.Median(values), RobustStatistics.Quantile(drawn, Tail), RobustStatistics.Quantile(drawn, 1 - Tail), series.Min(one => one!.All.Count()), values.Length);
    }

    /// <summary>The rounds in which every one of some series has a block.</summary>
    private static IEnumerable<int> RoundsOfAll(Series?[] series) =>
        Enumerable.Range(0, series.Max(one => one!.Rounds.Count)).Where(round => series.All(one => round < one!.Rounds.Count && one.Rounds[round].Count > 0));

    private double[] Resampled(Series series, int round)
    {
        var key = ($"{series.Probe}/{series.Parameter}", round);
        if (!_medians.TryGetValue(key, out var medians)) _medians[key] = medians = RobustStatistics.ResampledMedians(series.Rounds[round], $"{key.Item1}/{round}");
        return medians;
    }
}
