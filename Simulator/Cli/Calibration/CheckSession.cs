using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Checks;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Calibration;

/// <summary>Holds the models against real runs of scenarios that no parameter was fitted on, and judges them.</summary>
/// <param name="real">Runs points on this machine.</param>
/// <param name="simulated">Simulates them.</param>
/// <param name="whyNotReal">Why a scenario cannot be run for real here; <see langword="null"/> when it can.</param>
/// <param name="progress">Told before each point: what comes, how many are done, how many there are.</param>
internal sealed class CheckSession(IRunExecutor real, IRunExecutor simulated, Func<Scenario, string?> whyNotReal, Action<string, int, int> progress)
{
    /// <summary>Runs and judges; where the token is cancelled, what has run until then.</summary>
    /// <param name="scenarios">The scenarios with their checks.</param>
    /// <param name="repeats">How often each point runs both ways.</param>
    /// <param name="cancel">Ends the work.</param>
    internal CheckFindings Run(IReadOnlyList<Scenario> scenarios, int repeats, CancellationToken cancel)
    {
        var reasons = scenarios.Select(scenario => (Scenario: scenario, Reason: whyNotReal(scenario))).ToList();
        var others = OthersWatch.Start();
        var runner = new CheckRunner(real, simulated, progress);
        var observations = runner.Run([.. reasons.Where(r => r.Reason is null).Select(r => r.Scenario)], repeats, cancel);
        var leftOut = reasons.Where(r => r.Reason is not null).Select(r => $"{r.Scenario.Name} was left out: {r.Reason}.");
        string?[] remarks = [runner.Remark, OthersWatch.Warning(others.Share(), "the models were checked")];
        return Judge(observations, [.. leftOut, .. remarks.OfType<string>()]);
    }

    /// <summary>Judges observations, wherever they come from.</summary>
    /// <param name="observations">The observations.</param>
    /// <param name="notes">What could not be observed, and why.</param>
    internal static CheckFindings Judge(IReadOnlyList<CheckObservation> observations, IReadOnlyList<string> notes)
    {
        List<CheckResult> checks = [.. observations.Select(CheckJudge.Judge)];
        return new(checks, Realism.Of(checks), notes);
    }
}
