namespace GmpSim.Results;

/// <summary>Everything a batch leaves behind: tables, plots and reports are made of this alone.</summary>
/// <param name="Title">Title of the scenario file; may be empty.</param>
/// <param name="Scenarios">The scenarios in file order.</param>
/// <param name="Manifest">What the figures came from.</param>
public sealed record BatchResult(string Title, IReadOnlyList<ScenarioResult> Scenarios, ManifestFacts Manifest)
{
    /// <summary>Every run: scenarios in order, points in order, replications in order.</summary>
    public IEnumerable<RunRecord> Runs => Scenarios.SelectMany(s => s.Points).SelectMany(p => p.Runs);

    /// <summary>Every verdict in the order of scenarios and claims.</summary>
    public IEnumerable<Verdict> Verdicts => Scenarios.SelectMany(s => s.Verdicts);
}
