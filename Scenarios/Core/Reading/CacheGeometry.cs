using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Refuses caches that no machine has: each level must be as large as the one before.</summary>
internal static class CacheGeometry
{
    private static readonly (string Key, string Name)[] s_levels =
    [
        ("line_size", "a line"),
        ("l1_size", "the first-level cache"),
        ("l2_size", "the second-level cache"),
        ("llc_size", "the last-level cache"),
    ];

    /// <summary>Checks the levels, those that are inherited included.</summary>
    /// <param name="written">The traits as the file at hand writes them: a problem is told where one of its keys stands.</param>
    /// <param name="traits">All traits that hold.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>Whether they are in order.</returns>
    internal static bool Check(Section written, IReadOnlyDictionary<string, TraitEntry> traits, DiagnosticBag problems)
    {
        var known = s_levels.Where(level => traits.ContainsKey(level.Key)).ToArray();
        var isInOrder = true;
        foreach (var (smaller, larger) in known.Zip(known.Skip(1)))
        {
            // A contradiction within what is inherited has been told where it stands.
            if (BytesOf(traits, larger.Key) >= BytesOf(traits, smaller.Key) || !(written.Has(larger.Key) || written.Has(smaller.Key))) continue;
            isInOrder = false;
            problems.Error(
                Codes.ParametersContradict,
                written.SpanOf(written.Has(larger.Key) ? larger.Key : smaller.Key),
                $"{larger.Name} of {traits[larger.Key].Value} is smaller than {smaller.Name} of {traits[smaller.Key].Value}");
        }

        return isInOrder;
    }

    private static long BytesOf(IReadOnlyDictionary<string, TraitEntry> traits, string key) => MachineTraits.BytesOf(key, traits[key].Value);
}
