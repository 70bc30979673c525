namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim merge</c> was asked to do.</summary>
/// <param name="Parts">Output folders of the shards.</param>
/// <param name="Out">The folder to join them in.</param>
/// <param name="Strict">Whether a claim that is not reproduced is an error.</param>
/// <param name="Quiet">Whether to say nothing but errors.</param>
/// <param name="Plots">Whether to draw plots and the report.</param>
public sealed record MergeArguments(IReadOnlyList<string> Parts, string Out, bool Strict, bool Quiet, bool Plots);
