using System.Globalization;

namespace GmpSim.Scenarios.Diagnostics;

/// <summary>One problem of a file: what is wrong, where, and what was probably meant.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Code">Its code, for example <c>GMP0101</c>; explained in docs/errors.md.</param>
/// <param name="Span">The very word that is wrong.</param>
/// <param name="Message">What is wrong, in a sentence without a full stop.</param>
/// <param name="Suggestion">The nearest thing that would be right; <see langword="null"/> where none is near.</param>
public sealed record Diagnostic(Severity Severity, string Code, SourceSpan Span, string Message, string? Suggestion = null)
{
    private const int WidestLine = 140;

    /// <summary>The file as the user gave it.</summary>
    public string File => Span.Source.Name;

    /// <summary>Line, from 1.</summary>
    public int Line => Span.Line;

    /// <summary>Column, from 1, counted in characters.</summary>
    public int Column => Span.Column;

    /// <summary>Whether it tells of an expectation or check that an override leaves out.</summary>
    public bool TellsOfLeftOut => Code == Codes.ExpectationDropped;

    /// <summary>The message in one line: <c>file:line:column: error CODE: …; did you mean '…'?</c></summary>
    public string Headline
    {
        get
        {
            var severity = Severity == Severity.Error ? "error" : "warning";
            var suggestion = Suggestion is null ? "" : $"; did you mean '{Suggestion}'?";
            return $"{Span.Place}: {severity} {Code}: {Message}{suggestion}";
        }
    }

    /// <summary>The headline, then the source line with the word underlined. Lines end in <c>\n</c>, the last one too.</summary>
    public override string ToString()
    {
        var line = Span.Source.Line(Line);
        if (string.IsNullOrWhiteSpace(line)) return Headline + "\n";

        // A line too long for a terminal is cut to a window that begins shortly before the word.
        var start = line.Length <= WidestLine ? 0 : Math.Clamp(Column - 1 - (WidestLine / 3), 0, line.Length - WidestLine);
        var shown = Readable.Cleaned(line.AsSpan(start, Math.Min(WidestLine, line.Length - start)));
        if (start > 0) shown = "…" + shown[1..];
        if (start + WidestLine < line.Length) shown = shown[..^1] + "…";
        var indent = Math.Min(Column - 1 - start, shown.Length);
        var width = Math.Clamp(Span.Length, 1, Math.Max(1, shown.Length - indent));

        var number = Line.ToString(CultureInfo.InvariantCulture);
        var margin = new string(' ', number.Length);
        var underline = "^" + new string('~', width - 1);
        return $"{Headline}\n{margin} |\n{number} | {shown.TrimEnd()}\n{margin} | {new string(' ', indent)}{underline}\n";
    }
}
