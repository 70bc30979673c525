using GmpSim.Results;

namespace GmpSim.Cli.Calibration;

/// <summary>What the checks of a calibration found.</summary>
/// <param name="Checks">Every check with its verdict.</param>
/// <param name="Models">The score of each model.</param>
/// <param name="Notes">What was left out, and why.</param>
internal sealed record CheckFindings(IReadOnlyList<CheckResult> Checks, IReadOnlyList<ModelScore> Models, IReadOnlyList<string> Notes);
