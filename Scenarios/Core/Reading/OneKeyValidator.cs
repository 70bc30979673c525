using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;

namespace GmpSim.Scenarios.Reading;

/// <summary>Checks mappings with exactly one key: operations and distributions.</summary>
internal sealed class OneKeyValidator(DiagnosticBag problems, ShapeValidator parent)
{
    /// <summary>Checks a node; the parameters are those of <see cref="ShapeValidator.Check"/>.</summary>
    public void Check(SourceNode node, OneKeyShape shape, string what)
    {
        switch (node)
        {
            case SourceScalar { IsNull: false } bare: CheckBare(bare, shape); break;
            case SourceMapping { Entries.Count: 1 } mapping: CheckEntry(mapping.Entries[0], shape); break;
            case SourceMapping { Entries.Count: 0 }: problems.Error(Codes.WrongCount, node.Span, $"{what} is empty"); break;
            case SourceMapping mapping: CheckSeveral(mapping, shape, what); break;
            default: parent.ReportWrongShape(node, shape, what); break;
        }
    }

    private void CheckSeveral(SourceMapping mapping, OneKeyShape shape, string what)
    {
        var unknown = mapping.Entries.Where(entry => shape.Find(entry.Key.Text) is null).ToArray();
        if (unknown.Length == 0)
        {
            problems.Error(Codes.WrongCount, mapping.Entries[1].Key.Span, $"{what} '{mapping.Entries[0].Key.Text}' is followed by a second one in the same entry; each needs its own '-'");
            foreach (var entry in mapping.Entries) CheckEntry(entry, shape);
            return;
        }

        // A known key with strangers beside it: most likely arguments that should be indented, or belong to none.
        if (unknown.Length < mapping.Entries.Count)
        {
            var known = mapping.Entries.First(entry => shape.Find(entry.Key.Text) is not null).Key.Text;
            problems.Error(Codes.WrongCount, unknown[0].Key.Span, $"{Readable.Quoted(unknown[0].Key.Text)} stands beside '{known}'; what belongs to it stands under it");
            return;
        }

        CheckEntry(unknown[0], shape);
    }

    private void CheckBare(SourceScalar bare, OneKeyShape shape)
    {
        if (shape.Find(bare.Text) is not { } key) ReportUnknown(bare, shape);
        else if (!key.IsBare) problems.Error(Codes.MissingKey, bare.Span, $"'{key.Name}' needs an argument: '{key.Name}: …'");
    }

    private void CheckEntry(SourceEntry entry, OneKeyShape shape)
    {
        if (shape.Find(entry.Key.Text) is not { } key) ReportUnknown(entry.Key, shape);
        else if (!(key.IsBare && entry.Value is SourceScalar { IsNull: true })) parent.Check(entry.Value, key.Shape, entry.Key.Span, $"'{key.Name}'");
    }

    private void ReportUnknown(SourceScalar word, OneKeyShape shape)
    {
        var nearest = Nearest.To(word.Text, shape.Keys.Select(key => key.Name));
        var choices = nearest is null && shape.Keys.Count <= 8 ? $"; there are {string.Join(", ", shape.Keys.Select(key => key.Name))}" : "";
        problems.Error(Codes.UnknownOperation, word.Span, $"unknown {shape.What} {Readable.Quoted(word.Text)}{choices}", nearest);
    }
}
