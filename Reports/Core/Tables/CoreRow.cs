namespace GmpSim.Reports.Tables;

/// <summary>One row of <c>cores.csv</c> without its place: what a core did with part of its time.</summary>
/// <param name="Core">Number of the logical CPU.</param>
/// <param name="Use">Name of the use.</param>
/// <param name="MeanPicoseconds">Its mean time a run in whole picoseconds; the rows of a core sum to the window.</param>
/// <param name="Share">Its share of the window in steps of 10⁻⁶; the rows of a core sum to exactly 1.</param>
public sealed record CoreRow(int Core, string Use, long MeanPicoseconds, decimal Share);
