using GmpSim.Results;

namespace GmpSim.Cli.Golang;

/// <summary>What real Go programs showed beside simulated ones.</summary>
/// <param name="Observations">The figures of every check, to be judged.</param>
/// <param name="Notes">What was done and how, or why nothing was.</param>
internal sealed record GoFindings(IReadOnlyList<CheckObservation> Observations, IReadOnlyList<string> Notes)
{
    /// <summary>Nothing was run, and why.</summary>
    internal static GoFindings Nothing(string why) => new([], [$"no real Go programs were run: {why}"]);
}
