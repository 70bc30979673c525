using System.Globalization;
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
        var costs = CostFormulas.For(InterruptFit.Sent(readings) is not null).Select(formula => (formula, Estimate: readings.Estimate(formula.Inputs, formula.Formula)))
            .Where(fitted => fitted.Estimate is not null)
            .Select(fitted => Of(fitted.formula, fitted.Estimate!.Value));
        return [.. costs.Concat(InterruptFit.Fit(readings)).Concat(IdleExitFit.Fit(readings)).Concat(ColdStartFit.Fit(readings)).Concat(TimerFit.Fit(readings)).Concat(SliceFit.Fit(readings)).Select(Widened).OrderBy(cost => cost.Key, StringComparer.Ordinal)];
    }

    // What is left of a difference may lie within its noise, or below zero. That no cost is zero is known beforehand: such a figure has no value, but an upper end.
    private static FittedCost Of(CostFormula formula, Estimate estimate)
    {
        var explanation = $"probe {string.Join(" + ", formula.Inputs.Select(input => input.Probe).Distinct())}: {formula.Explanation}";
        return estimate.Low > 0
            ? new(formula.Key, estimate.Value, estimate.Low, estimate.High, estimate.Blocks, explanation)
            : new(formula.Key, double.NaN, estimate.Low, estimate.High, 0, string.Create(CultureInfo.InvariantCulture, $"{explanation} leaves {estimate.Value:0.#} ns, 95 % interval [{estimate.Low:0.#} ns, {estimate.High:0.#} ns]"));
    }

    private static FittedCost Widened(FittedCost cost)
    {
        if (!cost.IsMeasured) return cost;
        var least = Math.Max(LeastHalfWidth, cost.Nanoseconds * LeastRelativeHalfWidth);
        return cost with { Low = Math.Max(0, Math.Min(cost.Low, cost.Nanoseconds - least)), High = Math.Max(cost.High, cost.Nanoseconds + least) };
    }
}
