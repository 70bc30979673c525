using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>The words that tables use for <see cref="VerdictOutcome"/>.</summary>
internal static class VerdictWords
{
    public static string Text(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Holds => "holds",
        VerdictOutcome.Fails => "fails",
        VerdictOutcome.Undecided => "undecided",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    public static VerdictOutcome? Parse(string text) => text switch
    {
        "holds" => VerdictOutcome.Holds,
        "fails" => VerdictOutcome.Fails,
        "undecided" => VerdictOutcome.Undecided,
        _ => null,
    };
}
