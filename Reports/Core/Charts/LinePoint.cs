namespace GmpSim.Reports.Charts;

/// <summary>One point of a line.</summary>
/// <param name="X">Horizontal value.</param>
/// <param name="Y">Vertical value.</param>
/// <param name="Low">Lower end of the interval of <paramref name="Y"/>, where there is one.</param>
/// <param name="High">Upper end of that interval.</param>
public readonly record struct LinePoint(double X, double Y, double? Low = null, double? High = null);
