using GmpSim.Cli.Verbs;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli;

/// <summary>Reads scenario files from disk.</summary>
internal sealed class ScenarioLoader : IScenarioLoader
{
    private const int MostNamed = 8;

    public LoadedScenarios? Load(ScenarioArguments arguments, TextWriter errors)
    {
        if (Expand(arguments.Paths, errors) is not { } paths) return null;
        var options = new ReadOptions
        {
            Only = arguments.Only,
            Overrides = arguments.Overrides,
            MachineFile = arguments.Machine,
            Seed = arguments.Seed,
            Replications = arguments.Replications,
        };
        var results = paths.Select(path => ScenarioReader.Read(path, options)).ToList();
        Report(results, errors);
        if (results.Exists(result => result.File is null)) return null;

        List<ScenarioFile> files = [.. results.Select(result => result.File!)];
        return NamesDiffer(files, errors) ? Select(files, options, errors) : null;
    }

    private static List<string>? Expand(IReadOnlyList<string> paths, TextWriter errors)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }

            var inside = Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal).ToList();
            if (inside.Count == 0) return Refuse<List<string>>(errors, $"there is no *.yaml file in the folder '{path}'");
            files.AddRange(inside);
        }

        return [.. files.Distinct(StringComparer.Ordinal)];
    }

    // An override with a mistake is met in every file, but told once. What overrides leave out is told once a file, and not at all where an error ends it.
    private static void Report(List<ReadResult> results, TextWriter errors)
    {
        var problems = results.SelectMany(result => result.Problems).DistinctBy(problem => problem.ToString()).ToList();
        var count = problems.Count(problem => problem.Severity == Severity.Error);
        foreach (var problem in problems.Where(problem => !problem.TellsOfLeftOut)) errors.Write(problem.ToString());
        if (count > 0)
        {
            errors.WriteLine(Counted(count));
            return;
        }

        foreach (var file in problems.Where(problem => problem.TellsOfLeftOut).GroupBy(problem => problem.File)) ReportLeftOut([.. file], errors);
    }

    private static void ReportLeftOut(List<Diagnostic> leftOut, TextWriter errors)
    {
        errors.Write(leftOut[0].ToString());
        if (leftOut.Count > 1) errors.WriteLine($"{leftOut[0].File}: and {(leftOut.Count == 2 ? "one" : leftOut.Count - 1)} more for the same reason.");
    }

    private static string Counted(int count) => count == 1 ? "1 error; nothing was run." : $"{count} errors; nothing was run.";

    private static bool NamesDiffer(List<ScenarioFile> files, TextWriter errors)
    {
        var twice = files.SelectMany(f => f.Scenarios.Select(s => (s.Name, f.File)))
            .GroupBy(s => s.Name, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is null) return true;
        Refuse<object>(errors, $"scenario '{twice.Key}' stands in several files: {string.Join(", ", twice.Select(s => s.File))}; tables could not tell them apart");
        return false;
    }

    private static LoadedScenarios? Select(List<ScenarioFile> files, ReadOptions options, TextWriter errors)
    {
        List<Scenario> all = [.. files.SelectMany(f => f.Scenarios)];
        return options.Only.FirstOrDefault(pattern => !all.Exists(s => ReadOptions.Fits(s.Name, pattern))) is { } lost
            ? Refuse<LoadedScenarios>(errors, TextOfLost(lost, [.. all.Select(s => s.Name)]))
            : new(files, [.. all.Where(s => options.Means(s.Name))]);
    }

    private static string TextOfLost(string pattern, IReadOnlyList<string> names)
    {
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        var nearest = Nearest.To(pattern.Trim('*', '?'), names) is { } name ? $"; did you mean '{name}'?" : "";
        var several = pattern.Contains(',', StringComparison.Ordinal) ? "; for several, give --only several times" : "";
        return $"--only: no scenario is called '{pattern}'{several}; there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names.Take(MostNamed))}{more}{nearest}";
    }

    private static T? Refuse<T>(TextWriter errors, string message)
        where T : class
    {
        errors.WriteLine($"gmpsim: error: {message}");
        return null;
    }
}
