using GmpSim.Calibration;
using GmpSim.Machine;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Calibration;

/// <summary>The built-in checks, set up for the machine that has been measured.</summary>
internal static class CheckScenarios
{
    /// <summary>Checks against real Go programs have a verb of their own.</summary>
    private const string GoPrefix = "go-";

    /// <summary>What takes less than this of the CPU time is not worth simulating.</summary>
    private const double LeastLost = 0.0005;

    /// <summary>The simulated kernel is the one that runs here, or the nearest that is modelled.</summary>
    internal static string KernelOverride(string version) => $"os.kernel=\"{KernelRules.Nearest(KernelVersion.Parse(version))}\"";

    /// <summary>Reads them.</summary>
    /// <param name="profile">The profile that was just written.</param>
    /// <param name="machine">What was measured: kernel version and what host and interrupts take are the simulated machine's, too.</param>
    /// <param name="quick">Whether runs are shorter than the files say.</param>
    /// <exception cref="InvalidOperationException">A built-in file does not fit this machine.</exception>
    internal static IReadOnlyList<Scenario> Read(string profile, CalibrationResult machine, bool quick)
    {
        List<string> overrides = [];
        if (machine.KernelVersion is { } kernel) overrides.Add(KernelOverride(kernel));
        if (machine.LostTime is { Share: >= LeastLost } lost) overrides.Add($"os.steal={lost.Flow}");
        if (quick) overrides.AddRange(["run.duration=100ms", "run.warmup=20ms"]);
        var results = BuiltInChecks.Names.Where(name => !name.StartsWith(GoPrefix, StringComparison.Ordinal))
            .Select(name => BuiltInChecks.Read(name, new() { MachineFile = profile, Overrides = overrides }))
            .ToList();
        var errors = results.SelectMany(result => result.Problems).Where(problem => problem.Severity == Severity.Error).Select(problem => problem.ToString()).Distinct().ToList();
        return errors.Count == 0 ? [.. results.SelectMany(result => result.File!.Scenarios)] : throw new InvalidOperationException(string.Concat(errors));
    }
}
