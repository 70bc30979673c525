using GmpSim.Results;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Claims;

/// <summary>Holds an observed value against a claim.</summary>
/// <remarks>
/// The interval decides, never the mean alone. All of it inside what the claim allows (or, for an exact claim, a narrow one around the claimed value): reproduced. All of it outside:
/// not reproduced, or direction only when it lies on the claimed side of "no change" by more than the claim's tolerance: what is too near to tell from the claimed figure must be too near to tell
/// from none. Anything else: undecided, and more replications would tell.
/// </remarks>
internal static class ClaimJudge
{
    /// <summary>
    /// An exact claim is also reproduced when the interval contains the claimed value and its half width is at most
    /// this share of it: a formula's value has no tolerance, but an interval so wide that it contains anything says nothing.
    /// </summary>
    private const double ExactHalfWidth = 0.05;

    internal static (VerdictOutcome Outcome, string Reason) Judge(ExpectSpec claim, ClaimedRange range, Estimate observed)
    {
        if (observed.Count < 2)
            return (VerdictOutcome.Undecided, $"{Figures.Text(observed.Value)} from a single replication; an interval needs at least two");

        var interval = observed.Interval;
        var shown = $"{Figures.Text(observed.Value)} (95 % interval {Figures.Text(interval.Low)} to {Figures.Text(interval.High)}, {observed.Count} replications)";
        if (claim.Kind == "direction") return JudgeDirection(range, interval, shown);
        if (interval.LiesWithin(range.Allowed))
            return (VerdictOutcome.Reproduced, $"{shown} lies within {range.Text}");
        if (claim.Kind == "exact" && interval.Contains(claim.Expected) && interval.High - interval.Low <= 2 * ExactHalfWidth * Math.Abs(claim.Expected))
            return (VerdictOutcome.Reproduced, $"{shown} contains {Figures.Text(claim.Expected)}");
        if (interval.Meets(range.Allowed))
            return (VerdictOutcome.Undecided, $"{shown} overlaps {range.Text} without lying within; more replications would tell");

        var side = interval.High < range.Allowed.Low ? "below" : "above";
        return range.DirectionHolds(interval, claim)
            ? (VerdictOutcome.DirectionOnly, $"{shown} lies {side} {range.Text}, on the claimed side of {Figures.Text(range.Neutral)} by more than the tolerance")
            : (VerdictOutcome.NotReproduced, $"{shown} lies {side} {range.Text}");
    }

    private static (VerdictOutcome Outcome, string Reason) JudgeDirection(ClaimedRange range, Interval interval, string shown)
    {
        if (interval.Contains(range.Neutral) && interval.Low < interval.High) return (VerdictOutcome.Undecided, $"{shown} does not exclude {Figures.Text(range.Neutral)}");
        return interval.LiesWithin(range.Allowed) && !interval.Contains(range.Neutral)
            ? (VerdictOutcome.Reproduced, $"{shown} is {range.Text}")
            : (VerdictOutcome.NotReproduced, $"{shown} is not {range.Text}");
    }
}
