using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>Keys with values, in file order; every key once.</summary>
internal sealed class SourceMapping(SourceSpan span, IReadOnlyList<SourceEntry> entries) : SourceNode(span)
{
    private readonly Dictionary<string, int> _indexes = Indexed(entries);

    /// <summary>The entries.</summary>
    public IReadOnlyList<SourceEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override long Size { get; } = 1 + entries.Sum(entry => 1 + entry.Value.Size);

    /// <inheritdoc/>
    public override int Height { get; } = 1 + entries.Select(entry => entry.Value.Height).DefaultIfEmpty(0).Max();

    /// <inheritdoc/>
    public override string Noun => "a mapping (key: value)";

    /// <summary>The entry of that key, or <see langword="null"/>.</summary>
    public SourceEntry? Find(string key) => _indexes.TryGetValue(key, out var index) ? Entries[index] : null;

    /// <summary>The value of that key, or <see langword="null"/>.</summary>
    public SourceNode? Value(string key) => Find(key)?.Value;

    /// <summary>The mapping with one key set: in its place where it exists, else at the end.</summary>
    public SourceMapping With(SourceScalar key, SourceNode value)
    {
        SourceEntry[] changed = _indexes.TryGetValue(key.Text, out var index)
            ? [.. Entries.Take(index), new SourceEntry(Entries[index].Key, value), .. Entries.Skip(index + 1)]
            : [.. Entries, new SourceEntry(key, value)];
        return new SourceMapping(Span, changed);
    }

    private static Dictionary<string, int> Indexed(IReadOnlyList<SourceEntry> entries)
    {
        var indexes = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++) indexes.TryAdd(entries[i].Key.Text, i);
        return indexes;
    }
}
