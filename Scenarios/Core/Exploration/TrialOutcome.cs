using System.Text;
using GmpSim.Engine;

namespace GmpSim.Scenarios.Exploration;

/// <summary>What came of a trial.</summary>
/// <param name="Failure">What went wrong; <see langword="null"/> when nothing did.</param>
/// <param name="Events">Events that happened.</param>
/// <param name="Choices">The departures from the usual order.</param>
/// <param name="Points">Every moment with a choice.</param>
public sealed record TrialOutcome(string? Failure, long Events, IReadOnlyList<TieChoice> Choices, IReadOnlyList<ChoicePoint> Points)
{
    /// <summary>The failure without its details: what two failures of one kind have in common. Empty without a failure.</summary>
    public string Kind
    {
        get
        {
            var kind = new StringBuilder();
            foreach (var character in (Failure ?? "").Split(';')[0])
            {
                if (!char.IsAsciiDigit(character)) kind.Append(character);
                else if (kind.Length == 0 || kind[^1] != '#') kind.Append('#');
            }

            return kind.ToString();
        }
    }
}
