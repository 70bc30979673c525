using System.Globalization;
using System.Text.RegularExpressions;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Every tree with one thing less in it, those that lose most first.</summary>
/// <remarks>
/// Hierarchical delta debugging: Misherghi, Su, "HDD: Hierarchical Delta Debugging", ICSE 2006. It knows nothing of scenarios: whether
/// a simpler tree is one still, the reader says. So what the format learns can be simplified without a word here.
/// </remarks>
internal static partial class Simplifications
{
    internal static IEnumerable<SourceNode> Of(SourceNode node) => node switch
    {
        SourceMapping mapping => OfMapping(mapping),
        SourceSequence sequence => OfSequence(sequence),
        SourceScalar scalar => OfScalar(scalar),
        _ => [],
    };

    private static IEnumerable<SourceNode> OfMapping(SourceMapping mapping)
    {
        for (var i = 0; i < mapping.Entries.Count && mapping.Entries.Count > 1; i++) yield return new SourceMapping(mapping.Span, [.. mapping.Entries.Where((_, at) => at != i)]);
        // A distribution becomes its first parameter.
        if (mapping.Entries.Count == 1 && FirstQuantity(mapping) is { } quantity) yield return quantity;
        foreach (var entry in mapping.Entries)
        {
            foreach (var simpler in Of(entry.Value)) yield return mapping.With(entry.Key, simpler);
        }
    }

    private static IEnumerable<SourceNode> OfSequence(SourceSequence sequence)
    {
        var items = sequence.Items;
        if (items.Count > 3)
        {
            yield return new SourceSequence(sequence.Span, [.. items.Take(items.Count / 2)]);
            yield return new SourceSequence(sequence.Span, [.. items.Skip(items.Count / 2)]);
        }

        for (var i = 0; i < items.Count; i++) yield return new SourceSequence(sequence.Span, [.. items.Where((_, at) => at != i)]);
        for (var i = 0; i < items.Count; i++)
        {
            // What stands inside a loop or a choice takes its place.
            foreach (var inner in Lists(items[i])) yield return new SourceSequence(sequence.Span, [.. items.Take(i), .. inner.Items, .. items.Skip(i + 1)]);
            foreach (var simpler in Of(items[i])) yield return sequence.With(i, simpler);
        }
    }

    private static IEnumerable<SourceNode> OfScalar(SourceScalar scalar)
    {
        var match = Number().Match(scalar.Text);
        if (!scalar.IsPlain || !match.Success || !long.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number)) yield break;
        foreach (var less in new[] { 1, number / 2, number - 1 }.Where(less => less >= 1 && less < number).Distinct())
            yield return new SourceScalar(scalar.Span, less.ToString(CultureInfo.InvariantCulture) + match.Groups["unit"].Value, isPlain: true);
    }

    private static SourceScalar? FirstQuantity(SourceMapping mapping) => mapping.Entries[0].Value switch
    {
        SourceScalar scalar when Number().IsMatch(scalar.Text) => scalar,
        SourceMapping { Entries.Count: > 0 } inner => FirstQuantity(inner),
        _ => null,
    };

    private static IEnumerable<SourceSequence> Lists(SourceNode node) => node switch
    {
        SourceSequence sequence => sequence.Items.SelectMany(Lists).Prepend(sequence),
        SourceMapping mapping => mapping.Entries.SelectMany(entry => Lists(entry.Value)),
        _ => [],
    };

    [GeneratedRegex(@"^(?<number>\d{1,12})(?<unit>[a-zA-Z%/]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
