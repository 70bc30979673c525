using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>A list.</summary>
internal sealed class SourceSequence(SourceSpan span, IReadOnlyList<SourceNode> items) : SourceNode(span)
{
    /// <summary>The entries of the list.</summary>
    public IReadOnlyList<SourceNode> Items { get; } = items;

    /// <inheritdoc/>
    public override long Size { get; } = 1 + items.Sum(item => item.Size);

    /// <inheritdoc/>
    public override int Height { get; } = 1 + items.Select(item => item.Height).DefaultIfEmpty(0).Max();

    /// <inheritdoc/>
    public override string Noun => "a list";

    /// <summary>The list with one entry replaced.</summary>
    public SourceSequence With(int index, SourceNode value) => new(Span, [.. Items.Take(index), value, .. Items.Skip(index + 1)]);
}
