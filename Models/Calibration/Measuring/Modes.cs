namespace GmpSim.Calibration.Measuring;

/// <summary>Tells a distribution with two humps, as wake-ups from two idle states have it, from one with a tail.</summary>
/// <remarks>Otsu's threshold on a log scale: two groups count as modes when each holds a tenth, they lie a factor 1.6 apart and hardly anything is between.</remarks>
internal static class Modes
{
    private const int Fewest = 50;
    private const double LeastShare = 0.1;
    private const double LeastRatio = 1.6;
    private const double LeastSeparation = 0.85; // between-group variance over all variance

    /// <summary>The two modes in words, or nothing.</summary>
    internal static string Describe(IReadOnlyCollection<double> values) =>
        Split(values) is { } split ? $"two modes: {split.Low:G4} ({1 - split.HighShare:P0}) and {split.High:G4} ({split.HighShare:P0})" : "";

    /// <summary>Medians of the two groups and the share of the upper one; <see langword="null"/> for one hump.</summary>
    internal static (double Low, double High, double HighShare)? Split(IReadOnlyCollection<double> values)
    {
        if (values.Count < Fewest || values.Any(value => value <= 0)) return null;
        var sorted = values.Order().ToArray();
        var logs = sorted.Select(value => Math.Log(value)).ToArray();
        var sums = new double[logs.Length + 1];
        for (var i = 0; i < logs.Length; i++) sums[i + 1] = sums[i] + logs[i];
        var (mean, total) = (sums[^1] / logs.Length, 0.0);
        foreach (var log in logs) total += (log - mean) * (log - mean);
        var (best, at) = (0.0, 0);
        for (var i = (int)(logs.Length * LeastShare) + 1; i < logs.Length * (1 - LeastShare); i++)
        {
            var (left, right) = (sums[i] / i, (sums[^1] - sums[i]) / (logs.Length - i));
            var between = i * (logs.Length - i) / (double)logs.Length * (left - right) * (left - right);
            if (between > best) (best, at) = (between, i);
        }

        if (at == 0 || best < total * LeastSeparation) return null;
        var (low, high) = (sorted[at / 2], sorted[at + ((sorted.Length - at) / 2)]);
        return high / low >= LeastRatio ? (low, high, (sorted.Length - at) / (double)sorted.Length) : null;
    }
}
