using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>A plain value.</summary>
/// <param name="span">Where it stands.</param>
/// <param name="text">Its text, quotes removed.</param>
/// <param name="isPlain">Whether it is written without quotes, so that its text begins at its place.</param>
internal sealed class SourceScalar(SourceSpan span, string text, bool isPlain) : SourceNode(span)
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it is written without quotes.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Whether nothing is written: an empty value, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null";

    /// <inheritdoc/>
    public override long Size => 1;

    /// <inheritdoc/>
    public override int Height => 1;

    /// <inheritdoc/>
    public override string Noun => "a single value";

    /// <summary>The place of a part of the text.</summary>
    /// <param name="offset">Where the part begins in <see cref="Text"/>.</param>
    /// <param name="length">How long it is.</param>
    public SourceSpan PartSpan(int offset, int length)
    {
        // Inside quotes the text begins one column later; with escapes in it the columns would not match any more.
        if (IsPlain && Span.Length == Text.Length) return Span.Part(offset, length);
        return Span.Length == Text.Length + 2 ? Span.Part(offset + 1, length) : Span;
    }
}
