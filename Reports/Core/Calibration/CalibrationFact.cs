namespace GmpSim.Reports.Calibration;

/// <summary>A fact about the machine that was measured.</summary>
/// <param name="Name">What it is, for example <c>kernel</c>.</param>
/// <param name="Value">Its value in words.</param>
public sealed record CalibrationFact(string Name, string Value);
