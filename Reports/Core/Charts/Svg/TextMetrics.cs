namespace GmpSim.Reports.Charts.Svg;

/// <summary>Estimates how wide a text will be, since no font is at hand.</summary>
/// <remarks>
/// The classes follow the advance widths of DejaVu Sans, the widest of the fonts the pictures ask for; with any
/// other the text is narrower than its box, so nothing overlaps.
/// </remarks>
internal static class TextMetrics
{
    private const double BoldFactor = 1.12;

    public static double Width(string text, double size, bool bold = false)
    {
        var ems = 0.0;
        foreach (var c in text) ems += Ems(c);
        return ems * size * (bold ? BoldFactor : 1);
    }

    /// <summary>Breaks a text into lines of at most <paramref name="width"/>; a word longer than a line is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Pieces(w, width, size, bold)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Width(longer, size, bold) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) lines.Add(line);
            line = word;
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The text itself where it fits, else its beginning and an ellipsis.</summary>
    public static string Fit(string text, double width, double size, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        var length = text.Length;
        while (length > 0 && Width(string.Concat(text.AsSpan(0, length), "…"), size, bold) > width) length--;
        return string.Concat(text.AsSpan(0, length).TrimEnd(), "…");
    }

    private static IEnumerable<string> Pieces(string word, double width, double size, bool bold)
    {
        while (Width(word, size, bold) > width && word.Length > 1)
        {
            var length = word.Length - 1;
            while (length > 1 && Width(word[..length], size, bold) > width) length--;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private static double Ems(char c) => c switch
    {
        'i' or 'j' or 'l' or 'I' or '\'' => 0.30,
        ' ' or '.' or ',' or ':' or ';' or '|' or '·' => 0.34,
        '(' or ')' or '[' or ']' or '/' or '\\' or 'f' or 't' or '-' or 'r' => 0.41,
        'm' or 'w' or 'W' or 'M' or '%' or '…' or '–' or '@' => 1.0,
        '=' or '<' or '>' or '+' or '×' or '±' or '≤' or '≥' or '~' => 0.84,
        >= '0' and <= '9' => 0.64,
        >= 'A' and <= 'Z' => 0.75,
        >= 'a' and <= 'z' => 0.62,
        < '\u0250' => 0.70,
        _ => 1.0, // an unknown script: a full square
    };
}
