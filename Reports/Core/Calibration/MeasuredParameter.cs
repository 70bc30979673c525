namespace GmpSim.Reports.Calibration;

/// <summary>One cost of the machine as it was measured, beside the default it takes the place of.</summary>
/// <param name="Key">Dotted key of the profile, for example <c>epoll.harvest</c>.</param>
/// <param name="Value">The value with its unit, as the profile writes it.</param>
/// <param name="Interval">Its 95 % interval, as text; empty where it was not measured.</param>
/// <param name="Default">What <c>generic-x86</c> has.</param>
/// <param name="Source">How it was measured, or why it was not.</param>
public sealed record MeasuredParameter(string Key, string Value, string Interval, string Default, string Source);
