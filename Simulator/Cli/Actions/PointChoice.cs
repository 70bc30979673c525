using GmpSim.Results;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Actions;

/// <summary>Chooses one scenario and one of its points, as the command line names them; says what is wrong with the names.</summary>
internal sealed class PointChoice(TextWriter errors)
{
    /// <summary>The scenario of that name; without a name the only one there is.</summary>
    internal Scenario? ScenarioOf(LoadedScenarios loaded, string? name)
    {
        if (name is null && loaded.Scenarios.Count == 1) return loaded.Scenarios[0];
        var names = string.Join(", ", loaded.Scenarios.Select(s => s.Name));
        if (name is null) return Refuse<Scenario>($"there are several scenarios; choose one with --scenario: {names}");
        return loaded.Scenarios.FirstOrDefault(s => s.Name == name) ?? Refuse<Scenario>($"there is no scenario '{name}'; there are {names}");
    }

    /// <summary>The one point with these coordinates.</summary>
    internal ScenarioPoint? PointOf(Scenario scenario, IReadOnlyList<string> wanted)
    {
        var coordinates = scenario.Points.SelectMany(p => p.Coordinates).ToList();
        if (wanted.FirstOrDefault(w => !coordinates.Exists(c => NameIn(w) == c.Name || NameIn(w) == c.Path)) is { } unknown)
            return Refuse<ScenarioPoint>(TextOfUnknown(scenario, NameIn(unknown), [.. coordinates.Select(c => c.Name).Distinct(StringComparer.Ordinal)]));

        var matches = scenario.Points.Where(point => wanted.All(w => point.Coordinates.Any(c => w == $"{c.Name}={c.Value}" || w == $"{c.Path}={c.Value}"))).ToList();
        if (matches.Count == 1) return matches[0];
        return Refuse<ScenarioPoint>(matches.Count == 0
            ? $"no point of '{scenario.Name}' is {string.Join(", ", wanted)}; there are {Labels(scenario.Points)}"
            : $"{matches.Count} points of '{scenario.Name}' match; choose one with --point name=value: {Labels(matches)}");
    }

    private static string NameIn(string coordinate) => coordinate.Split('=')[0];

    private static string Labels(IReadOnlyList<ScenarioPoint> points) => string.Join(", ", points.Select(p => PointLabel.Format(p.Coordinates)));

    private static string TextOfUnknown(Scenario scenario, string name, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return $"'{scenario.Name}' has no sweep, so --point has nothing to choose from";
        var nearest = Nearest.To(name, names) is { } near ? $"; did you mean '{near}'?" : $"; there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}";
        return $"--point: '{scenario.Name}' has no coordinate '{name}'{nearest}";
    }

    private T? Refuse<T>(string message)
        where T : class
    {
        errors.WriteLine($"gmpsim: error: {message}");
        return null;
    }
}
