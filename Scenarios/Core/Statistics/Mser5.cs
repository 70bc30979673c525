namespace GmpSim.Scenarios.Statistics;

/// <summary>The marginal standard error rule on batches of five (White, Cobb, Spratt 2000): where a warm-up ends.</summary>
/// <remarks>
/// The series is averaged in batches of five. For every number <c>d</c> of deleted batches the statistic is the sum
/// of squared deviations of the <c>k</c> batches that are left from their own mean, over <c>k²</c>: the squared
/// standard error that the mean would have. Deleting transient batches makes it smaller because the spread falls,
/// deleting good ones makes it larger because fewer are left. The smallest value marks the cut; the first of equals.
/// The last five batches are never left alone: a handful of batches can agree by chance.
/// </remarks>
public static class Mser5
{
    /// <summary>Observations averaged into one batch.</summary>
    public const int BatchSize = 5;

    private const int FewestBatchesLeft = 5;

    /// <summary>Fewest observations that the rule can work on.</summary>
    public const int FewestObservations = 2 * BatchSize * FewestBatchesLeft;

    /// <summary>Finds the cut.</summary>
    /// <param name="series">Observations at equal distances in time, from the start of the run.</param>
    /// <exception cref="ArgumentException">Fewer than <see cref="FewestObservations"/> observations.</exception>
    public static WarmupCut Cut(IReadOnlyList<double> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count < FewestObservations)
            throw new ArgumentException($"MSER-5 needs {FewestObservations} observations, not {series.Count}.", nameof(series));

        var batches = Batches(series);
        var best = BestCut(batches);
        return new(best * BatchSize, Reliable: best * 2 <= batches.Length);
    }

    private static double[] Batches(IReadOnlyList<double> series)
    {
        var batches = new double[series.Count / BatchSize];
        for (var i = 0; i < batches.Length; i++)
        {
            for (var j = 0; j < BatchSize; j++) batches[i] += series[(i * BatchSize) + j] / BatchSize;
        }

        return batches;
    }

    private static int BestCut(double[] batches)
    {
        var best = 0;
        var smallest = double.PositiveInfinity;

        // From the end, adding one batch at a time: Welford's update keeps mean and sum of squares without cancellation.
        var mean = 0.0;
        var squares = 0.0;
        for (var cut = batches.Length - 1; cut >= 0; cut--)
        {
            var left = batches.Length - cut;
            var step = batches[cut] - mean;
            mean += step / left;
            squares += step * (batches[cut] - mean);
            if (left < FewestBatchesLeft) continue;
            var statistic = squares / ((double)left * left);
            if (statistic > smallest) continue;
            smallest = statistic;
            best = cut;
        }

        return best;
    }
}
