using GmpSim.Scenarios.Schema;

namespace GmpSim.Scenarios.Reading;

/// <summary>Merges one tree beneath another: mappings key by key, everything else as a whole.</summary>
internal static class ShapeMerger
{
    /// <summary>The tree <paramref name="above"/> with what it leaves out taken from <paramref name="below"/>.</summary>
    public static SourceNode Merge(Shape? shape, SourceNode below, SourceNode above)
    {
        if (below is not SourceMapping lower || above is not SourceMapping upper || !IsMerged(shape, lower, upper)) return above;
        var result = upper;
        var keys = KeysOf(shape, lower, upper);
        foreach (var entry in lower.Entries)
        {
            var name = entry.Key.Text;
            var written = upper.Value(name);
            result = result.With(entry.Key, written is null ? entry.Value : Merge(keys?.ShapeOf(name), entry.Value, written));
        }

        return result;
    }

    private static bool IsMerged(Shape? shape, SourceMapping lower, SourceMapping upper) => shape switch
    {
        MappingShape mapping => !mapping.IsReplacedWhole,
        EitherShape { Composite: MappingShape mapping } => !mapping.IsReplacedWhole,

        // A server of another kind has other keys: those below would only be in the way.
        VariantShape variant => upper.Value(variant.Discriminator) is not SourceScalar kind
            || (lower.Value(variant.Discriminator) as SourceScalar)?.Text == kind.Text,
        _ => false,
    };

    private static MappingShape? KeysOf(Shape? shape, SourceMapping lower, SourceMapping upper) => shape switch
    {
        MappingShape mapping => mapping,
        EitherShape { Composite: MappingShape mapping } => mapping,
        VariantShape variant => variant.Find(((upper.Value(variant.Discriminator) ?? lower.Value(variant.Discriminator)) as SourceScalar)?.Text),
        _ => null,
    };
}
