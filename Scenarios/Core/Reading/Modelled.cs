using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>What of the format the world models so far. The rest is read and checked, but refused when it should run.</summary>
public static class Modelled
{
    /// <summary>Features that are not modelled, each with what a message calls it. A feature that becomes modelled leaves this list.</summary>
    private static readonly Dictionary<string, string> s_missing = new(StringComparer.Ordinal)
    {
        ["os.kernel<6.6"] = "a kernel before 6.6 (CFS)",
        ["client.scripted"] = "a client of kind 'scripted'",
    };

    /// <summary>Whether a feature is modelled.</summary>
    /// <param name="feature">Its name in the list above.</param>
    internal static bool Has(string feature) => !s_missing.ContainsKey(feature);

    /// <summary>An error for every place of a file that uses what is not modelled; sorted by line and column.</summary>
    public static IReadOnlyList<Diagnostic> Check(ScenarioFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Check(file.Scenarios);
    }

    /// <summary>An error for every place of these scenarios that uses what is not modelled; sorted by line and column.</summary>
    public static IReadOnlyList<Diagnostic> Check(IEnumerable<Scenario> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        var problems = new DiagnosticBag();
        foreach (var use in scenarios.SelectMany(scenario => scenario.Features))
        {
            if (s_missing.TryGetValue(use.Feature, out var words)) problems.Error(Codes.NotModelled, use.Span, $"{words} is not modelled yet");
        }

        return problems.Sorted();
    }
}
