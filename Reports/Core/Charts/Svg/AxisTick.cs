namespace GmpSim.Reports.Charts.Svg;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Label">What it says; empty for a tick between labelled ones.</param>
internal readonly record struct AxisTick(double Value, string Label);
