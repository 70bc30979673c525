using GmpSim.Results;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Batch;

/// <summary>Decides how many replications a scenario gets.</summary>
/// <remarks>
/// All points get the same number, so that every replication exists as a pair: the first number, from the fewest
/// allowed up, at which every point is precise enough; or the most allowed.
/// </remarks>
public static class StoppingRule
{
    /// <summary>The metric that precision is asked of; <see langword="null"/> without a precision rule.</summary>
    public static Metric? MetricOf(ScenarioOutline scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Precision is null) return null;
        return Metrics.Find(scenario.Precision.MetricName)
            ?? throw new ArgumentException($"There is no metric '{scenario.Precision.MetricName}'.", nameof(scenario));
    }

    /// <summary>Whether the first <paramref name="count"/> replications are enough.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="count">How many replications every point has.</param>
    /// <param name="valueOf">Value of the metric by point and replication; asked for replications below <paramref name="count"/> only.</param>
    public static bool IsEnough(ScenarioOutline scenario, int count, Func<int, int, double?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(valueOf);
        if (count >= scenario.MaxReplications) return true;
        if (count < scenario.Replications) return false;
        if (scenario.Precision is not { } asked) return true;

        return Enumerable.Range(0, scenario.Points.Count).All(point => IsPreciseEnough(asked.RelativeHalfWidth, asked.Confidence, count, r => valueOf(point, r)));
    }

    /// <summary>The number of replications, when all that are allowed have run.</summary>
    public static int Decide(ScenarioOutline scenario, Func<int, int, double?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var count = scenario.Replications;
        while (!IsEnough(scenario, count, valueOf)) count++;
        return count;
    }

    // A point in which the metric has no meaning cannot become precise by more runs: it does not count.
    private static bool IsPreciseEnough(double relativeHalfWidth, double confidence, int count, Func<int, double?> valueOf)
    {
        var values = Enumerable.Range(0, count).Select(valueOf).OfType<double>().ToList();
        return values.Count == 0 || new Precision(relativeHalfWidth, confidence).IsReached(values);
    }
}
