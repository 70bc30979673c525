using System.Globalization;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Reading;

/// <summary>A dotted path into a scenario, such as <c>workload.clients[0].rate</c>.</summary>
internal sealed class NodePath
{
    private readonly List<(string? Key, int Index)> _steps = [];
    private readonly List<(string Text, int Offset)> _words;
    private int _word;

    private NodePath(List<(string Text, int Offset)> words) => _words = words;

    /// <summary>What the value at the end must look like.</summary>
    public Shape? Leaf { get; private set; }

    /// <summary>The first key of the path.</summary>
    public string FirstName => _steps[0].Key ?? "";

    /// <summary>The last key of the path, without list positions: the usual column name.</summary>
    public string LastName => _steps.FindLast(step => step.Key is not null).Key ?? "";

    /// <summary>The path in its usual spelling.</summary>
    public string Canonical => string.Concat(_steps.Select((step, i) => step.Key is null ? $"[{step.Index}]" : i == 0 ? step.Key : "." + step.Key));

    /// <summary>Finds the way of a path through a tree and its shape.</summary>
    /// <param name="text">The path.</param>
    /// <param name="root">The tree; what is not written in it is still found by the shape.</param>
    /// <param name="shape">Shape of the tree.</param>
    /// <param name="problem">Why there is none.</param>
    public static NodePath? Resolve(string text, SourceNode root, Shape shape, out PathProblem? problem)
    {
        if (Words(text, out problem) is not { } words) return null;
        var path = new NodePath(words);
        SourceNode? node = root;
        Shape? at = shape;
        while (problem is null && path._word < words.Count) problem = path.Step(ref node, ref at);
        path.Leaf = at;
        return problem is null ? path : null;
    }

    /// <summary>The tree with the value at the path replaced; what is missing on the way is made.</summary>
    public SourceNode Assign(SourceNode root, SourceNode value) => Assign(root, 0, value);

    private SourceNode Assign(SourceNode? node, int step, SourceNode value)
    {
        if (step == _steps.Count) return value;
        var (key, index) = _steps[step];
        if (key is null)
        {
            var list = (SourceSequence)node!;
            return list.With(index, Assign(list.Items[index], step + 1, value));
        }

        var keyNode = new SourceScalar(value.Span, key, isPlain: false);
        if (node is not SourceMapping mapping) return new SourceMapping(value.Span, [.. Kept(node, step), new SourceEntry(keyNode, Assign(null, step + 1, value))]);

        // Another distribution or operation replaces the one that stands there.
        if (_replaces.Contains(step) && mapping.Value(key) is null) mapping = new SourceMapping(mapping.Span, []);
        return mapping.With(keyNode, Assign(mapping.Value(key), step + 1, value));
    }

    private readonly HashSet<int> _replaces = [];
    private readonly Dictionary<int, string> _shortFor = [];

    /// <summary>What of a short form stays when it grows into the long one: <c>sharded</c> becomes <c>topology: sharded</c>.</summary>
    private IEnumerable<SourceEntry> Kept(SourceNode? node, int step)
    {
        if (node is SourceScalar scalar && _shortFor.TryGetValue(step, out var key) && key != _steps[step].Key)
            yield return new SourceEntry(new SourceScalar(scalar.Span, key, isPlain: false), scalar);
    }

    private PathProblem? Step(ref SourceNode? node, ref Shape? shape)
    {
        var (text, offset) = _words[_word];
        if (shape is EitherShape either)
        {
            if (either.ShortFor is { } key) _shortFor[_steps.Count] = key;
            shape = either.Composite;
            if (node is SourceScalar && either.Composite is SequenceShape) node = null;
        }

        switch (shape)
        {
            case SequenceShape sequence: return StepIndex(sequence, text, offset, ref node, ref shape);
            case MappingShape { Open: { } open } mapping when mapping.Find(text) is null: return StepOpen(open, ref node, ref shape);
            case MappingShape mapping: return StepKey(mapping.Keys, text, offset, ref node, ref shape);
            case VariantShape variant: return StepKey(KeysOf(variant, node), text, offset, ref node, ref shape);
            case OneKeyShape oneKey:
                _replaces.Add(_steps.Count);
                return StepKey(oneKey.Keys, text, offset, ref node, ref shape);
            default: return new(offset, text.Length, $"nothing lies below {Readable.Quoted(_steps.Count > 0 ? Canonical : text)}");
        }
    }

    private PathProblem? StepKey(IReadOnlyList<KeyShape> keys, string text, int offset, ref SourceNode? node, ref Shape? shape)
    {
        var known = keys.FirstOrDefault(key => key.Name == text);
        if (known is null)
        {
            var where = _steps.Count == 0 ? "a scenario" : $"'{Canonical}'";
            return new(offset, text.Length, $"no key {Readable.Quoted(text)} in {where}", Nearest.To(text, keys.Select(key => key.Name)));
        }

        _steps.Add((text, 0));
        _word++;
        node = (node as SourceMapping)?.Value(text);
        shape = known.Shape;
        return null;
    }

    /// <summary>A key that the user named, which may hold points itself: the longest that exists wins.</summary>
    private PathProblem? StepOpen(OpenKeys open, ref SourceNode? node, ref Shape? shape)
    {
        var mapping = node as SourceMapping;
        var (first, offset) = _words[_word];
        for (var count = _words.Count - _word; count >= 1; count--)
        {
            var name = string.Join('.', _words.Skip(_word).Take(count).Select(word => word.Text));
            var isCost = open.Names is TextValue && count == _words.Count - _word;
            if (!isCost && mapping?.Value(name) is null) continue;
            _steps.Add((name, 0));
            _word += count;
            node = mapping?.Value(name);
            shape = open.Shape;
            return null;
        }

        return new(offset, first.Length, $"no {Readable.Quoted(first)} in '{Canonical}'", Nearest.To(first, mapping?.Entries.Select(entry => entry.Key.Text) ?? []));
    }

    private PathProblem? StepIndex(SequenceShape sequence, string text, int offset, ref SourceNode? node, ref Shape? shape)
    {
        var count = (node as SourceSequence)?.Items.Count ?? 0;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return new(offset, text.Length, $"'{Canonical}' is a list: a position such as '[0]' must follow it, not {Readable.Quoted(text)}");
        if (index >= count) return new(offset, text.Length, $"'{Canonical}' has no entry [{index}]: it has {count}, counted from 0");

        _steps.Add((null, index));
        _word++;
        node = ((SourceSequence)node!).Items[index];
        shape = sequence.Item;
        return null;
    }

    private static IReadOnlyList<KeyShape> KeysOf(VariantShape variant, SourceNode? node)
    {
        var kind = ((node as SourceMapping)?.Value(variant.Discriminator) as SourceScalar)?.Text;
        return variant.Find(kind)?.Keys ?? [.. variant.Variants.SelectMany(known => known.Keys.Keys).DistinctBy(key => key.Name)];
    }

    private static List<(string Text, int Offset)>? Words(string text, out PathProblem? problem)
    {
        var words = new List<(string, int)>();
        var start = 0;
        problem = null;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is not ('.' or '[' or ']')) continue;

            // Between ']' and '.' nothing is expected; everywhere else a word.
            if (i > start) words.Add((text[start..i], start));
            else if (!(start > 0 && text[start - 1] == ']'))
                problem ??= new(Math.Min(start, Math.Max(0, text.Length - 1)), 1, $"{Readable.Quoted(text)} is not a path, such as 'runtime.gomaxprocs' or 'workload.clients[0].rate'");
            start = i + 1;
        }

        return problem is null ? words : null;
    }
}
