namespace GmpSim.Calibration.Fitting;

/// <summary>A trait of the profile as this machine has it.</summary>
/// <param name="Key">Key, for example <c>l2_size</c>.</param>
/// <param name="Value">The value as a profile writes it.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record FittedTrait(string Key, string Value, string Source);
