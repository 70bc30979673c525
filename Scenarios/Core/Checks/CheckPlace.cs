namespace GmpSim.Scenarios.Checks;

/// <summary>Where a check is made.</summary>
/// <param name="Label">The point as tables write it; empty where the expression names all its points itself.</param>
/// <param name="Own">Index of the point under check.</param>
/// <param name="Points">Index of the point of each metric of the expression.</param>
internal sealed record CheckPlace(string Label, int Own, IReadOnlyList<int> Points);
