using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Fitting;

/// <summary>Costs of the profile from what the probes measured.</summary>
internal static class CostFitter
{
    // No figure here is better than this: the clock counts nanoseconds, and placement of code alone moves a loop by a percent.
    private const double LeastRelativeHalfWidth = 0.01;
    private const double LeastHalfWidth = 0.5;

    internal static IReadOnlyList<FittedCost> Fit(Readings readings)
    {
        var costs = CostFormulas.All.Select(formula => (formula, Estimate: readings.Estimate(formula.Inputs, formula.Formula)))
            .Where(fitted => fitted.Estimate is not null)
            .Select(fitted => Of(fitted.formula, fitted.Estimate!.Value.Map(value => Math.Max(0, value))));
        return [.. costs.Concat(IdleExitFit.Fit(readings)).Concat(ColdStartFit.Fit(readings)).Select(Widened).OrderBy(cost => cost.Key, StringComparer.Ordinal)];
    }

    private static FittedCost Of(CostFormula formula, Estimate estimate) =>
        new(formula.Key, estimate.Value, estimate.Low, estimate.High, estimate.Blocks, $"probe {string.Join(" + ", formula.Inputs.Select(input => input.Probe).Distinct())}: {formula.Explanation}");

    private static FittedCost Widened(FittedCost cost)
    {
        var least = Math.Max(LeastHalfWidth, cost.Nanoseconds * LeastRelativeHalfWidth);
        return cost with { Low = Math.Max(0, Math.Min(cost.Low, cost.Nanoseconds - least)), High = Math.Max(cost.High, cost.Nanoseconds + least) };
    }
}
