using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Claims;

/// <summary>The values that a claim allows, and the value at which it would say nothing.</summary>
/// <param name="Allowed">Every value the claim is content with.</param>
/// <param name="Neutral">No change: 1 for a quotient, 0 for anything else.</param>
/// <param name="HasDirection">Whether the claim says on which side of <paramref name="Neutral"/> the value lies.</param>
/// <param name="Text">The claim's figures as a reader would write them.</param>
internal readonly record struct ClaimedRange(Interval Allowed, double Neutral, bool HasDirection, string Text)
{
    // Sums of a few thousand terms round at this size; a claim of exactly 4 is not broken by 4.000000000000001.
    private const double Rounding = 1e-9;

    internal static ClaimedRange Of(ExpectSpec claim, ClaimExpression expression)
    {
        var neutral = expression.IsQuotient ? 1.0 : 0.0;
        switch (claim.Kind)
        {
            case "range":
                var (low, high) = (claim.Low ?? double.NegativeInfinity, claim.High ?? double.PositiveInfinity);
                return new(new(low, high), neutral, HasDirection: false, $"{Figures.Text(low)}..{Figures.Text(high)}");
            case "direction":
                return claim.Expected >= neutral
                    ? new(new(neutral, double.PositiveInfinity), neutral, HasDirection: true, $"> {Figures.Text(neutral)}")
                    : new(new(double.NegativeInfinity, neutral), neutral, HasDirection: true, $"< {Figures.Text(neutral)}");
            case "exact" or "ratio":
                return new(Around(claim.Expected, claim.Tolerance), neutral, claim.Kind == "ratio" && expression.Compares && claim.Expected != neutral, TextOf(claim));
            default:
                throw new ArgumentException($"There is no kind of claim called '{claim.Kind}'.", nameof(claim));
        }
    }

    /// <summary>Whether every value of an interval goes the claimed way, by more than what the claim's own tolerance calls the same as "no change".</summary>
    internal bool DirectionHolds(Interval interval, ExpectSpec claim)
    {
        var margin = claim.Tolerance * Math.Abs(Neutral == 0 ? claim.Expected : Neutral);
        return HasDirection && (claim.Expected > Neutral ? interval.Low > Neutral + margin : interval.High < Neutral - margin);
    }

    // A relative tolerance around zero allows nothing: there it counts in the unit of the value.
    private static Interval Around(double expected, double tolerance)
    {
        var slack = expected == 0 ? tolerance : Math.Abs(expected) * (tolerance + Rounding);
        return new(expected - slack, expected + slack);
    }

    private static string TextOf(ExpectSpec claim) => claim.Tolerance == 0
        ? Figures.Text(claim.Expected)
        : claim.Expected == 0 ? $"0 ± {Figures.Text(claim.Tolerance)}" : $"{Figures.Text(claim.Expected)} ± {Figures.Text(claim.Tolerance * 100)} %";
}
