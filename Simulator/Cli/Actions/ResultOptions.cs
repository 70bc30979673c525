namespace GmpSim.Cli.Actions;

/// <summary>What to make of results.</summary>
/// <param name="Strict">Whether a claim that is not reproduced is an error.</param>
/// <param name="Quiet">Whether to leave out the summary.</param>
/// <param name="Plots">Whether to draw plots.</param>
internal sealed record ResultOptions(bool Strict, bool Quiet, bool Plots);
