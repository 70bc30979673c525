using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>The words that tables use for <see cref="VerdictOutcome"/>.</summary>
internal static class VerdictWords
{
    public static string Text(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Reproduced => "reproduced",
        VerdictOutcome.DirectionOnly => "direction only",
        VerdictOutcome.NotReproduced => "not reproduced",
        VerdictOutcome.Undecided => "undecided",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    public static VerdictOutcome? Parse(string text) => text switch
    {
        "reproduced" => VerdictOutcome.Reproduced,
        "direction only" => VerdictOutcome.DirectionOnly,
        "not reproduced" => VerdictOutcome.NotReproduced,
        "undecided" => VerdictOutcome.Undecided,
        _ => null,
    };
}
