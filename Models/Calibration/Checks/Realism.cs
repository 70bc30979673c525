using GmpSim.Results;

namespace GmpSim.Calibration.Checks;

/// <summary>Adds up the checks of each model.</summary>
public static class Realism
{
    /// <summary>One score a model, in the order in which models first appear.</summary>
    public static IReadOnlyList<ModelScore> Of(IReadOnlyList<CheckResult> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return [.. checks.GroupBy(check => check.Observation.Model, StringComparer.Ordinal).Select(group => ScoreOf(group.Key, [.. group]))];
    }

    private static ModelScore ScoreOf(string model, CheckResult[] checks)
    {
        var decided = checks.Where(check => check.Outcome != CheckOutcome.Undecided).ToArray();
        var repeats = decided.Length == 0 ? 0 : decided.Min(check => check.Observation.Real.Count);
        var byRepeat = Enumerable.Range(0, repeats).Select(r => 100 * decided.Average(check => Merit(check.Observation, ErrorInRepeat(check, r)))).ToArray();
        double? realism = decided.Length == 0 ? null : 100 * decided.Average(check => Merit(check.Observation, check.Error));
        return new(
            model,
            realism,
            realism is { } least ? byRepeat.Append(least).Min() : null, // medians can lie outside what single repeats give
            realism is { } most ? byRepeat.Append(most).Max() : null,
            Count(CheckOutcome.Pass),
            Count(CheckOutcome.Warn),
            Count(CheckOutcome.Fail),
            Count(CheckOutcome.Undecided),
            decided.Where(check => check.Outcome != CheckOutcome.Pass).OrderByDescending(check => check.Outcome == CheckOutcome.Fail).ThenByDescending(Excess).FirstOrDefault() is { } worst ? $"{worst.Observation.Name}: {worst.Why}" : "");

        int Count(CheckOutcome outcome) => checks.Count(check => check.Outcome == outcome);
    }

    private static double Merit(CheckObservation observation, double error) => observation.Kind == CheckKind.Sign
        ? 1 - error
        : Math.Max(0, 1 - (error / (2 * observation.Tolerance)));

    // A shape has one distance for all repeats together.
    private static double ErrorInRepeat(CheckResult check, int repeat) => check.Observation.Kind switch
    {
        CheckKind.Shape => check.Error,
        CheckKind.Sign => (check.Observation.Real[repeat] > 1) == (check.Simulated > 1) ? 0 : 1,
        _ => CheckJudge.ErrorOf(check.Observation, check.Simulated, check.Observation.Real[repeat]),
    };

    private static double Excess(CheckResult check) => check.Observation.Kind == CheckKind.Sign ? 1 : check.Error / check.Observation.Tolerance;
}
