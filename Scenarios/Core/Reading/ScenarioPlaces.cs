using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>Where the keys of a scenario stand, for messages about a scenario that is in order as a file.</summary>
public sealed class ScenarioPlaces
{
    private readonly SourceMapping _tree;

    /// <summary>The places of a scenario.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="tree">Its tree with defaults and overrides.</param>
    internal ScenarioPlaces(SourceScalar name, SourceMapping tree) => (Name, _tree) = (name.Span, tree);

    /// <summary>Where its name stands.</summary>
    public SourceSpan Name { get; }

    /// <summary>Where a key stands: in the sweep where it is swept, else where it is written. Of a key with its default, what holds it; the name where that is not written either.</summary>
    /// <param name="path">Its path, such as <c>workload.clients[0].on</c>.</param>
    public SourceSpan Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Swept(path) ?? Written(path);
    }

    /// <summary>The word at a place of the scenario's file.</summary>
    /// <param name="place">The place, <c>file:line:column</c>, as operations have it.</param>
    /// <returns>The word; the scenario's name where the place lies in another text.</returns>
    public SourceSpan At(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var source = Name.Source;
        var numbers = place.StartsWith(source.Name + ":", StringComparison.Ordinal) ? place[(source.Name.Length + 1)..].Split(':') : [];
        if (numbers.Length != 2 || !int.TryParse(numbers[0], out var line) || !int.TryParse(numbers[1], out var column)) return Name;
        var length = (source.Line(line) ?? "").Skip(column - 1).TakeWhile(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_').Count();
        return new SourceSpan(source, line, column, Math.Max(1, length));
    }

    private SourceSpan? Swept(string path)
    {
        var sweep = (_tree.Value("sweep") as SourceMapping)?.Entries ?? [];
        return sweep.SelectMany(entry => entry.Key.Text == "zip" && entry.Value is SourceMapping zipped ? zipped.Entries : [entry])
            .FirstOrDefault(entry => IsWithin(path, entry.Key.Text) || IsWithin(entry.Key.Text, path)) is { Key: { } key } ? key.Span : null;
    }

    private SourceSpan Written(string path)
    {
        var (span, node) = (Name, (SourceNode?)_tree);
        foreach (var word in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is SourceMapping mapping && mapping.Find(word) is { } entry) (span, node) = (entry.Key.Span, entry.Value);
            else if (node is SourceSequence list && int.TryParse(word, out var index) && index < list.Items.Count) (span, node) = (list.Items[index].Span, list.Items[index]);
            else break;
        }

        return span;
    }

    private static bool IsWithin(string path, string other) =>
        path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] is '.' or '[');
}
