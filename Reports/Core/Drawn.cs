namespace GmpSim.Reports;

/// <summary>What has been drawn.</summary>
/// <param name="Pictures">Number of plots written.</param>
/// <param name="Remarks">Sentences for the user, for example why a plot could not be made.</param>
public sealed record Drawn(int Pictures, IReadOnlyList<string> Remarks);
