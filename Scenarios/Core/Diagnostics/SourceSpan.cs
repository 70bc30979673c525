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

    /// <summary>A part of the stretch.</summary>
    /// <param name="offset">Where it begins, from 0.</param>
    /// <param name="length">How long it is.</param>
    public SourceSpan Part(int offset, int length) => this with { Column = Column + offset, Length = Math.Max(1, length) };
}
