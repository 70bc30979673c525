using GmpSim.Results;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Claims;

/// <summary>Turns an entry of <c>expect</c> into a verdict.</summary>
/// <remarks>
/// The expression is evaluated once a replication, over the same replication of every point it names; these values,
/// one a replication, give the mean and the interval. So shared random numbers cancel, and no assumption about the
/// form of the expression is needed.
/// </remarks>
public static class ClaimEvaluator
{
    /// <summary>Judges a claim.</summary>
    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="expression">What the claim is about.</param>
    /// <param name="points">The scenario's points with their runs.</param>
    public static Verdict Evaluate(string scenario, ExpectSpec claim, ClaimExpression expression, IReadOnlyList<PointResult> points)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(points);
        var range = ClaimedRange.Of(claim, expression);
        var evidence = ClaimEvidence.Collect(claim, expression, points);
        if (evidence.Problem is { } problem) return VerdictOf(scenario, claim, range, null, VerdictOutcome.Undecided, problem);

        var observed = Student.Mean(evidence.Values);
        var (outcome, reason) = ClaimJudge.Judge(claim, range, observed);
        return VerdictOf(scenario, claim, range, observed, outcome, $"{reason}; {evidence.Describe()}");
    }

    private static Verdict VerdictOf(string scenario, ExpectSpec claim, ClaimedRange range, Estimate? observed, VerdictOutcome outcome, string why)
    {
        var interval = observed?.Interval;
        return new()
        {
            Scenario = scenario,
            Id = claim.Id,
            Claim = claim.Claim,
            Expected = range.Text,
            Observed = observed?.Value,
            Ci95Low = interval is { IsBounded: true } ? interval.Value.Low : null,
            Ci95High = interval is { IsBounded: true } ? interval.Value.High : null,
            Kind = claim.Kind,
            Outcome = outcome,
            Why = why,
        };
    }
}
