namespace GmpSim.Scenarios.Diagnostics;

/// <summary>A stretch of one line of a text.</summary>
/// <param name="Source">The text.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">First column, from 1.</param>
/// <param name="Length">Length in characters, from 1.</param>
public readonly record struct SourceSpan(SourceText Source, int Line, int Column, int Length)
{
    /// <summary><c>file:line:column</c>.</summary>
    public string Place => $"{Source.Name}:{Line}:{Column}";

    /// <summary>The value of an option of the command line, as if it were a text with the option's name.</summary>
    public static SourceSpan OfOption(string option, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(new SourceText(option, value), 1, 1, Math.Max(1, value.Length));
    }

    /// <summary>A part of the stretch.</summary>
    /// <param name="offset">Where it begins, from 0.</param>
    /// <param name="length">How long it is.</param>
    public SourceSpan Part(int offset, int length) => this with { Column = Column + offset, Length = Math.Max(1, length) };
}
