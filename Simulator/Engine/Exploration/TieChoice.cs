namespace GmpSim.Engine;

/// <summary>One departure from the usual order of events.</summary>
/// <param name="Event">Number of the event that happened out of turn, from 1.</param>
/// <param name="Chosen">How many events of its instant it overtook, at least 1.</param>
public readonly record struct TieChoice(long Event, int Chosen)
{
    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <param name="text">Pairs <c>event:chosen</c> with commas between them; empty for the usual order.</param>
    /// <param name="choices">The choices by rising event.</param>
    /// <returns>Whether the text is such a list.</returns>
    public static bool TryParse(string text, out IReadOnlyList<TieChoice> choices)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new List<TieChoice>();
        choices = read;
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = word.Split(':');
            if (parts.Length != 2 || !long.TryParse(parts[0], out var number) || !int.TryParse(parts[1], out var chosen)) return false;
            if (chosen < 1 || number < 1 || (read.Count > 0 && read[^1].Event >= number)) return false;
            read.Add(new(number, chosen));
        }

        return true;
    }

    /// <summary>The choices in one word, for a command line: <c>120:2,455:1</c>.</summary>
    public static string Format(IEnumerable<TieChoice> choices) => string.Join(',', choices.Select(choice => $"{choice.Event}:{choice.Chosen}"));
}
