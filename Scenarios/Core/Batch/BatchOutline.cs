using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>A batch without its worlds: enough to turn stored runs into results, and so what is stored beside them.</summary>
/// <param name="Title">Title of the scenario file; may be empty.</param>
/// <param name="Scenarios">The scenarios in order.</param>
/// <param name="Manifest">What the figures come from.</param>
public sealed record BatchOutline(string Title, IReadOnlyList<ScenarioOutline> Scenarios, ManifestFacts Manifest)
{
    /// <summary>Whether both describe the same batch in every word.</summary>
    public bool IsSameAs(BatchOutline other) => StateJson.Write(this).AsSpan().SequenceEqual(StateJson.Write(other));
}
