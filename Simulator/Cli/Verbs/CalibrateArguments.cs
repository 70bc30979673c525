namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim calibrate</c> was asked for.</summary>
/// <param name="Quick">About a minute instead of up to ten.</param>
/// <param name="OutFolder">Where results go.</param>
/// <param name="Probes">Which probes to run; <c>*</c> stands for any letters.</param>
/// <param name="NoChecks">Whether to leave the checks of the models out.</param>
/// <param name="Strict">Whether a failed check is an error.</param>
/// <param name="Quiet">Whether to say nothing but warnings and errors.</param>
internal sealed record CalibrateArguments(bool Quick, string OutFolder, string Probes, bool NoChecks, bool Strict, bool Quiet);
