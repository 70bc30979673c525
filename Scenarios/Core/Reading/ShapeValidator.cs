using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Reading;

/// <summary>Holds a tree against a shape and reports every difference.</summary>
/// <param name="problems">Takes the problems.</param>
/// <param name="isComplete">Whether keys that must be written are missed. Not so for parts that are merged with others later.</param>
internal sealed class ShapeValidator(DiagnosticBag problems, bool isComplete)
{
    private const int MostKeysNamed = 13;

    /// <summary>Checks a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">What it should look like.</param>
    /// <param name="owner">Where to point when something is missing in it: usually its key.</param>
    /// <param name="what">What messages call it: usually its key in quotes.</param>
    public void Check(SourceNode node, Shape shape, SourceSpan owner, string what)
    {
        if (problems.IsFull) return;
        switch (shape)
        {
            case ValueShape value: CheckValue(node, value, what); break;
            case MappingShape mapping: CheckMapping(node, mapping, owner, what); break;
            case SequenceShape sequence: CheckSequence(node, sequence, owner, what); break;
            case VariantShape variant: CheckVariant(node, variant, owner, what); break;
            case OneKeyShape oneKey: new OneKeyValidator(problems, this).Check(node, oneKey, what); break;
            case EitherShape either: CheckEither(node, either, owner, what); break;
            case AnyShape: CheckWritten(node, what); break;
            default: throw new InvalidOperationException($"No rule for {shape.GetType().Name}.");
        }
    }

    /// <summary>Reports a node of the wrong form.</summary>
    public void ReportWrongShape(SourceNode node, Shape shape, string what)
    {
        if (CheckWritten(node, what)) problems.Error(Codes.WrongShape, node.Span, $"{what} must be {shape.Noun}, not {node.Noun}");
    }

    private bool CheckWritten(SourceNode node, string what)
    {
        if (node is not SourceScalar { IsNull: true }) return true;
        problems.Error(Codes.NoValue, node.Span, $"{what} has no value");
        return false;
    }

    private void CheckValue(SourceNode node, ValueShape shape, string what)
    {
        if (node is not SourceScalar scalar)
        {
            ReportWrongShape(node, shape, what);
            return;
        }

        if (!CheckWritten(node, what)) return;
        if (shape.Kind.Check(scalar.Text) is { } problem)
            problems.Error(problem.Code, scalar.Span, $"{what}: {problem.Message}", problem.Suggestion);
    }

    private void CheckEither(SourceNode node, EitherShape shape, SourceSpan owner, string what)
    {
        if (node is SourceScalar) CheckValue(node, shape.Scalar, what);
        else if (node is SourceMapping == shape.Composite is MappingShape or OneKeyShape or VariantShape) Check(node, shape.Composite, owner, what);
        else ReportWrongShape(node, shape, what);
    }

    private void CheckSequence(SourceNode node, SequenceShape shape, SourceSpan owner, string what)
    {
        if (node is not SourceSequence sequence)
        {
            ReportWrongShape(node, shape, what);
            return;
        }

        if (sequence.Items.Count < shape.Min)
        {
            var entries = shape.Min == 1 ? "at least one entry" : $"{shape.Min} entries, not {sequence.Items.Count}";
            problems.Error(Codes.WrongCount, node.Span, $"{what} needs {entries}");
        }
        else if (sequence.Items.Count > shape.Max)
        {
            problems.Error(Codes.WrongCount, sequence.Items[shape.Max].Span, $"{what} has {sequence.Items.Count} entries; {shape.Max} are allowed");
            return;
        }

        foreach (var item in sequence.Items) Check(item, shape.Item, item.Span, ItemName(shape.Item, what));
    }

    private static string ItemName(Shape item, string what) => item switch
    {
        MappingShape mapping => mapping.Name,
        VariantShape variant => variant.Name,
        OneKeyShape oneKey => "the " + oneKey.What,
        _ => "an entry of " + what,
    };

    private void CheckVariant(SourceNode node, VariantShape shape, SourceSpan owner, string what)
    {
        if (node is not SourceMapping mapping)
        {
            ReportWrongShape(node, shape, what);
            return;
        }

        if (mapping.Find(shape.Discriminator) is not { } kind)
        {
            if (isComplete) ReportMissing(shape.Discriminator, mapping, shape, owner, what);
            foreach (var entry in mapping.Entries) CheckWithoutKind(entry, shape);
            return;
        }

        if (shape.Find((kind.Value as SourceScalar)?.Text) is { } variant)
        {
            CheckKeys(mapping, variant, owner, variant.Name, shape);
            return;
        }

        // Of an unknown kind only that is reported: which keys it may have, nobody knows.
        CheckValue(kind.Value, new ValueShape(new ChoiceValue([.. shape.Variants.Select(known => known.Value)])), $"'{shape.Discriminator}'");
    }

    private void ReportMissing(string key, SourceMapping mapping, VariantShape shape, SourceSpan owner, string what)
    {
        var misspelt = mapping.Entries.Any(entry => Nearest.To(entry.Key.Text, [key]) is not null && shape.Variants.All(variant => variant.Keys.Find(entry.Key.Text) is null));
        if (misspelt) return;
        problems.Error(Codes.MissingKey, owner, $"{what} needs '{key}': one of {string.Join(", ", shape.Variants.Select(variant => variant.Value))}");
    }

    private void CheckWithoutKind(SourceEntry entry, VariantShape shape)
    {
        var key = shape.Variants.Select(variant => variant.Keys.Find(entry.Key.Text)).FirstOrDefault(found => found is not null);
        if (key is not null) Check(entry.Value, key.Shape, entry.Key.Span, $"'{key.Name}'");
        else ReportUnknown(entry, shape.Name, shape.Variants.SelectMany(variant => variant.Keys.Keys).Select(known => known.Name));
    }

    private void CheckMapping(SourceNode node, MappingShape shape, SourceSpan owner, string what)
    {
        if (node is SourceMapping mapping) CheckKeys(mapping, shape, owner, shape.Open is null ? shape.Name : what, null);
        else ReportWrongShape(node, shape, what);
    }

    private void CheckKeys(SourceMapping mapping, MappingShape shape, SourceSpan owner, string what, VariantShape? family)
    {
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            var name = entry.Key.Text;
            if (shape.Find(name) is { } known)
            {
                if (!(known.IsBare && entry.Value is SourceScalar { IsNull: true })) Check(entry.Value, known.Shape, entry.Key.Span, $"'{name}'");
            }
            else if (shape.Open is { } open)
            {
                if (open.Names.Check(name) is { } bad) problems.Error(bad.Code, entry.Key.Span, bad.Message, bad.Suggestion);
                else Check(entry.Value, open.Shape, entry.Key.Span, $"'{Readable.Cut(name)}'");
            }
            else if (family?.Variants.FirstOrDefault(variant => variant.Keys.Find(name) is not null).Value is { } other)
            {
                problems.Error(Codes.KeyOfOtherKind, entry.Key.Span, $"{what} has no '{name}'; one of kind '{other}' has");
            }
            else if (ReportUnknown(entry, what, shape.Keys.Select(key => key.Name)) is { } suggestion)
            {
                meant.Add(suggestion);
            }
        }

        if (shape.NeedsEntry && mapping.Entries.Count == 0) problems.Error(Codes.WrongCount, owner, $"{what} needs at least one entry");
        CheckExclusive(mapping, shape);
        if (isComplete) CheckRequired(mapping, shape, owner, what, meant);
    }

    /// <summary>Reports the keys that are missing, but not those that an unknown key was probably meant to be: one mistake, one error.</summary>
    private void CheckRequired(SourceMapping mapping, MappingShape shape, SourceSpan owner, string what, HashSet<string> meant)
    {
        var missing = shape.Keys.Where(key => key.IsRequired && mapping.Find(key.Name) is null && !meant.Contains(key.Name)).Select(key => $"'{key.Name}'").ToArray();
        if (missing.Length > 0) problems.Error(Codes.MissingKey, owner, $"{what} needs {string.Join(" and ", missing)}");
    }

    private void CheckExclusive(SourceMapping mapping, MappingShape shape)
    {
        foreach (var group in shape.Exclusive)
        {
            var written = group.Where(key => mapping.Find(key) is not null).ToArray();
            if (written.Length < 2) continue;
            var second = written.Select(key => mapping.Find(key)!.Value.Key).OrderBy(key => key.Span.Line).ThenBy(key => key.Span.Column).Last();
            var first = written.First(key => key != second.Text);
            problems.Error(Codes.KeysExclude, second.Span, $"'{second.Text}' and '{first}' exclude each other");
        }
    }

    private string? ReportUnknown(SourceEntry entry, string what, IEnumerable<string> known)
    {
        var keys = known.ToArray();
        var nearest = Nearest.To(entry.Key.Text, keys);
        // Where no key is near, the reader is told what there is, as long as that stays readable.
        var all = nearest is null && keys.Length is > 0 and <= MostKeysNamed ? $"; it knows {string.Join(", ", keys)}" : "";
        problems.Error(Codes.UnknownKey, entry.Key.Span, $"unknown key {Readable.Quoted(entry.Key.Text)} in {what}{all}", nearest);
        return nearest;
    }
}
