using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>A swept key and its values.</summary>
/// <param name="Path">The way to it.</param>
/// <param name="Text">The path as written.</param>
/// <param name="Name">Column name.</param>
/// <param name="Span">Where the path stands.</param>
/// <param name="Values">Its values in order.</param>
internal sealed record SweptKey(NodePath Path, string Text, string Name, SourceSpan Span, IReadOnlyList<SourceNode> Values)
{
    /// <summary>The values as a table shows them.</summary>
    public IReadOnlyList<string> Labels { get; } = [.. Values.Select(Label)];

    /// <summary>Labels that the file lists but an override took away.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>A value as a table shows it: as written, a mapping in one line.</summary>
    public static string Label(SourceNode value) => value switch
    {
        SourceScalar scalar => scalar.Text,
        SourceMapping mapping => string.Join(' ', mapping.Entries.Select(entry => $"{entry.Key.Text}={Label(entry.Value)}")),
        SourceSequence sequence => string.Join('+', sequence.Items.Select(Label)),
        _ => "",
    };
}
