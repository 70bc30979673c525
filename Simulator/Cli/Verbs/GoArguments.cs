namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim calibrate --go</c> was asked for.</summary>
/// <param name="Quick">About a minute instead of five.</param>
/// <param name="OutFolder">Where the tables go, and where the profile of an earlier calibration is looked for.</param>
/// <param name="Strict">Whether a failed check is an error.</param>
/// <param name="Quiet">Whether to say nothing but warnings and errors.</param>
internal sealed record GoArguments(bool Quick, string OutFolder, bool Strict, bool Quiet);
