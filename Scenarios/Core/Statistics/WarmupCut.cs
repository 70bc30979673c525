namespace GmpSim.Scenarios.Statistics;

/// <summary>Where MSER-5 cuts a series.</summary>
/// <param name="Observations">Leading observations to delete; a multiple of five.</param>
/// <param name="Reliable">
/// Whether the cut lies in the first half of the series. If not, the series is too short to tell the end of the
/// warm-up from chance, and the cut must not be trusted.
/// </param>
public readonly record struct WarmupCut(int Observations, bool Reliable);
