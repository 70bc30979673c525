using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli;

/// <summary>Scenario files that were read without an error.</summary>
/// <param name="Files">The files in order.</param>
/// <param name="Scenarios">The scenarios asked for, in the order of the files; names differ.</param>
public sealed record LoadedScenarios(IReadOnlyList<ScenarioFile> Files, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>Title of the batch: that of the file, or all of them.</summary>
    public string Title => string.Join("; ", Files.Select(f => f.Title).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal));
}
