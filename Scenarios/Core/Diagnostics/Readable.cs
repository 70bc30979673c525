using System.Globalization;
using System.Text;

namespace GmpSim.Scenarios.Diagnostics;

/// <summary>Text of a user's file made fit for a message: no control characters, no novels.</summary>
internal static class Readable
{
    private const int LongestQuote = 60;

    /// <summary>The text in single quotes, cleaned and cut.</summary>
    public static string Quoted(string text) => $"'{Cut(text)}'";

    /// <summary>The text cleaned and cut to what a message can bear.</summary>
    public static string Cut(string text) =>
        text.Length <= LongestQuote ? Cleaned(text) : Cleaned(text.AsSpan(0, LongestQuote - 1)) + "…";

    /// <summary>The text with a character in place of every control character, so that columns stay where they are.</summary>
    public static string Cleaned(ReadOnlySpan<char> text)
    {
        var cleaned = new StringBuilder(text.Length);
        foreach (var character in text) cleaned.Append(IsPlain(character) ? character : character == '\t' ? ' ' : '·');
        return cleaned.ToString();
    }

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
