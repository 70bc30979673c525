using GmpSim.Scenarios.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GmpSim.Scenarios.Reading;

/// <summary>Builds the tree of a YAML document out of the parser's events.</summary>
/// <remarks>
/// Made from events, not from the library's tree, because a file may be hostile: depth and size are counted on the way, an alias
/// shares its node instead of copying it, and reading stops at the first limit. Nothing here can be made to take long or much.
/// </remarks>
internal sealed class YamlTree
{
    /// <summary>Deepest nesting of a file.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Most nodes of a file, aliases counted in full.</summary>
    public const long MostNodes = 100_000;

    private const string OpenBracket = "this is not YAML: the bracket that opens here is not closed, or a comma is missing in it";

    private readonly SourceText _source;
    private readonly int _length;
    private readonly DiagnosticBag _problems;
    private readonly Parser _parser;
    private readonly Dictionary<string, SourceNode?> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<Mark> _openBrackets = [];
    private long _nodes;

    private YamlTree(SourceText text, SourceText source, DiagnosticBag problems)
    {
        _source = source;
        _length = text.Text.AsSpan().TrimEnd().Length;
        _problems = problems;
        _parser = new Parser(new StringReader(text.Text));
    }

    /// <summary>The root of the one document of a text; <see langword="null"/> where it cannot be read (the reasons are among the problems).</summary>
    /// <param name="text">The text.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="shown">The text that places point into, where it is another one with the same places.</param>
    public static SourceNode? Read(SourceText text, DiagnosticBag problems, SourceText? shown = null)
    {
        var tree = new YamlTree(text, shown ?? text, problems);
        try
        {
            return tree.Document();
        }
        catch (ReadingStoppedException)
        {
            return null;
        }
        catch (YamlException failure)
        {
            tree.ReportSyntax(failure);
            return null;
        }
    }

    private SourceNode? Document()
    {
        Advance();
        Next<StreamStart>();
        if (_parser.Current is StreamEnd) return Empty();

        Next<DocumentStart>();
        var root = Node(1);
        Next<DocumentEnd>();
        if (root is SourceScalar { IsNull: true }) return Empty();
        if (_parser.Current is DocumentStart second)
            Stop(Codes.SeveralDocuments, At(second.Start, 3), "a second document begins here; a file holds one");
        return root;
    }

    private SourceNode? Empty()
    {
        _problems.Error(Codes.EmptyFile, new SourceSpan(_source, 1, 1, 1), "the file is empty; it needs at least 'gmpsim: 1' and 'scenarios'");
        return null;
    }

    private SourceNode Node(int depth)
    {
        var start = _parser.Current!.Start;
        if (depth > DeepestNesting) Stop(Codes.TooDeep, At(start, 1), $"nested deeper than {DeepestNesting} levels");
        if (++_nodes > MostNodes) Stop(Codes.TooLarge, At(start, 1), $"more than {MostNodes} values");

        if (_parser.Current is AnchorAlias) return Aliased(depth);
        var anchor = Current<NodeEvent>().Anchor;
        if (!anchor.IsEmpty) _anchors[anchor.Value] = null;
        SourceNode node = _parser.Current switch
        {
            YamlDotNet.Core.Events.Scalar => Scalar(),
            SequenceStart => Sequence(depth),
            _ => Mapping(depth),
        };
        if (!anchor.IsEmpty) _anchors[anchor.Value] = node;
        return node;
    }

    private SourceNode Aliased(int depth)
    {
        var alias = Next<AnchorAlias>();
        var name = alias.Value.Value;
        var span = At(alias.Start, name.Length + 1);
        if (!_anchors.TryGetValue(name, out var node))
        {
            var nearest = Nearest.To(name, _anchors.Keys.Order(StringComparer.Ordinal));
            Stop(Codes.BadAlias, span, $"no anchor '&{Readable.Cut(name)}' stands before this alias", nearest is null ? null : "*" + nearest);
        }

        if (node is null) Stop(Codes.BadAlias, span, $"alias '*{Readable.Cut(name)}' stands inside its own anchor");
        _nodes += node!.Size - 1;
        if (_nodes > MostNodes) Stop(Codes.TooLarge, span, $"with its aliases written out the file has more than {MostNodes} values");
        if (depth + node.Height - 1 > DeepestNesting) Stop(Codes.TooDeep, span, $"nested deeper than {DeepestNesting} levels");
        return node;
    }

    private SourceScalar Scalar()
    {
        var scalar = Next<YamlDotNet.Core.Events.Scalar>();
        var isPlain = scalar.Style == ScalarStyle.Plain;
        var start = scalar.Start;
        var oneLine = scalar.End.Line == start.Line;
        var length = oneLine ? (int)(scalar.End.Column - start.Column) : (_source.Line((int)start.Line)?.Length ?? 0) - (int)start.Column + 1;
        return new SourceScalar(At(start, length), scalar.Value, isPlain);
    }

    private SourceSequence Sequence(int depth)
    {
        var start = Next<SequenceStart>();
        var items = new List<SourceNode>();
        while (_parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        var end = Next<SequenceEnd>();
        return new SourceSequence(Brackets(start.Start, end.Start, start.Style == SequenceStyle.Flow), items);
    }

    private SourceMapping Mapping(int depth)
    {
        var start = Next<MappingStart>();
        var entries = new List<SourceEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var merged = new List<SourceMapping>();
        while (_parser.Current is not MappingEnd)
        {
            var keyNode = Node(depth + 1);
            if (keyNode is not SourceScalar key)
            {
                _problems.Error(Codes.BadKey, keyNode.Span, $"a key must be a plain word, not {keyNode.Noun}");
                Node(depth + 1);
                continue;
            }

            var value = Node(depth + 1);
            if (key is { Text: "<<", IsPlain: true }) AddMerged(value, merged);
            else if (lines.TryAdd(key.Text, key.Span.Line)) entries.Add(new SourceEntry(key, value));
            else _problems.Error(Codes.DuplicateKey, key.Span, $"key {Readable.Quoted(key.Text)} stands here a second time, after line {lines[key.Text]}");
        }

        var end = Next<MappingEnd>();
        foreach (var entry in merged.SelectMany(mapping => mapping.Entries))
        {
            if (lines.TryAdd(entry.Key.Text, entry.Key.Span.Line)) entries.Add(entry);
        }

        return new SourceMapping(Brackets(start.Start, end.Start, start.Style == MappingStyle.Flow), entries);
    }

    /// <summary>Takes in the value of a merge key: a mapping, or a list of mappings of which the first wins.</summary>
    private void AddMerged(SourceNode value, List<SourceMapping> merged)
    {
        IReadOnlyList<SourceNode> parts = value is SourceSequence list ? list.Items : [value];
        foreach (var part in parts)
        {
            if (part is SourceMapping mapping) merged.Add(mapping);
            else _problems.Error(Codes.BadMerge, part.Span, $"'<<' merges mappings, not {part.Noun}");
        }
    }

    private T Next<T>()
        where T : ParsingEvent
    {
        var current = Current<T>();
        if (current is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow }) _openBrackets.Push(current.Start);
        if (current is MappingEnd or SequenceEnd && IsClosingBracket(current.Start)) _openBrackets.TryPop(out _);
        Advance();
        return current;
    }

    private T Current<T>()
        where T : ParsingEvent
    {
        // Where brackets do not pair, the library may let a mapping end before the value of its last key.
        if (_parser.Current is not T) Stop(Codes.YamlSyntax, At(_parser.Current?.Start ?? Mark.Empty, 1), "this is not YAML: a value is expected here");
        return (T)_parser.Current!;
    }

    private void Advance()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 loses its way where brackets do not pair, with this exception instead of its own.
            if (_openBrackets.TryPeek(out var start)) Stop(Codes.YamlSyntax, At(start, 1), OpenBracket);
            Stop(Codes.YamlSyntax, At(_parser.Current?.Start ?? Mark.Empty, 1), "this is not YAML: behind this a bracket is closed that was not opened");
        }
    }

    private bool IsClosingBracket(Mark mark) =>
        _source.Line((int)mark.Line) is { } line && mark.Column <= line.Length && line[(int)mark.Column - 1] is ']' or '}';

    private SourceSpan Brackets(Mark start, Mark end, bool isFlow) =>
        At(start, isFlow && end.Line == start.Line ? (int)(end.Column + 1 - start.Column) : 1);

    private SourceSpan At(Mark mark, int length) => new(_source, (int)mark.Line, (int)mark.Column, Math.Max(1, length));

    private void ReportSyntax(YamlException failure)
    {
        // The library stumbles over a tab somewhere behind it: blame the first line from there on that a tab indents.
        if (failure.Message.Contains(" tab ", StringComparison.Ordinal) && IndentingTab((int)failure.Start.Line) is { } tab)
        {
            _problems.Error(Codes.TabIndent, tab, "a tab indents this line; YAML allows spaces only");
            return;
        }

        if (_openBrackets.TryPeek(out var start) && (YamlWords.IsOpenBracket(failure) || failure.Start.Index >= _length))
        {
            _problems.Error(Codes.YamlSyntax, At(start, 1), OpenBracket);
            return;
        }

        var words = IsClosingBracket(failure.Start) && _openBrackets.Count == 0 ? "this bracket closes nothing" : YamlWords.For(failure);
        _problems.Error(Codes.YamlSyntax, At(failure.Start, 1), "this is not YAML: " + words);
    }

    private SourceSpan? IndentingTab(int firstLine)
    {
        for (var number = Math.Max(1, firstLine); _source.Line(number) is { } line; number++)
        {
            var tab = line.AsSpan(0, line.Length - line.AsSpan().TrimStart(" \t").Length).IndexOf('\t');
            if (tab >= 0) return new SourceSpan(_source, number, tab + 1, 1);
        }

        return null;
    }

    private void Stop(string code, SourceSpan span, string message, string? suggestion = null)
    {
        _problems.Error(code, span, message, suggestion);
        throw new ReadingStoppedException();
    }
}
