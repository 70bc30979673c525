using GmpSim.Calibration;
using GmpSim.Calibration.Golang;
using GmpSim.Calibration.Measuring;
using GmpSim.Cli.Calibration;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Golang;

/// <summary>Holds the model of Go's scheduler with its shared netpoller against real Go programs.</summary>
/// <param name="simulated">Simulates runs.</param>
/// <param name="say">Takes messages on what is being done.</param>
/// <param name="progress">Told before each point: what comes, how many are done, how many there are.</param>
internal sealed class GoSession(IRunExecutor simulated, Action<string> say, Action<string, int, int> progress)
{
    private const int FewestCpus = 2;
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_costWindow = TimeSpan.FromMilliseconds(600);

    /// <summary>Builds the programs, runs them and simulates the same, in turns.</summary>
    /// <param name="searchPath">Folders in which <c>go</c> is looked for; <see langword="null"/> for PATH.</param>
    /// <param name="machine">Profile of the simulated machine; <see langword="null"/> for that of the scenarios.</param>
    /// <param name="effort">How much to run.</param>
    /// <param name="cancel">Ends the work; programs that run are killed.</param>
    /// <exception cref="GoRunException">A program did not do what it should.</exception>
    /// <returns>What has been found; where the token is cancelled, on the runs until then.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled before anything had run both ways.</exception>
    internal GoFindings Run(string? searchPath, string? machine, GoEffort effort, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) return GoFindings.Nothing("real Go programs are measured on Linux only");
        if (Environment.ProcessorCount < FewestCpus) return GoFindings.Nothing($"at least {FewestCpus} CPUs are needed: with one, the load generator is all that a server competes with");
        if (GoToolchain.Find(searchPath, out var problem) is not { } toolchain) return GoFindings.Nothing(problem);
        say($"building the programs with {toolchain.Version}, {toolchain.Path}");
        using var program = GoProgram.Build(toolchain, out problem, cancel);
        if (program is null) return GoFindings.Nothing(problem);

        var httpNs = HttpCost(program, cancel);
        var scenarios = Read(toolchain, machine, httpNs, effort.Files);
        var schedTrace = new SchedTraceRuns();
        var real = new GoExecutor(program, schedTrace);
        using var observed = new ObservedExecutor(simulated, schedTrace);
        var runner = new CheckRunner(real, observed, progress);
        var observations = runner.Run(scenarios, effort.Repeats, cancel);
        if (observations.Count == 0) cancel.ThrowIfCancellationRequested();
        return new([.. observations, .. schedTrace.Observations()],
        [
            .. runner.Remark is { } unfinished ? [unfinished] : Array.Empty<string>(),
            $"Go programs were built with {toolchain.Version} and ran with the collector off",
            $"net/http takes {httpNs / 1000.0:0.0} us a request here, without system calls; that is the CPU time of the simulated handler",
            $"other programs and the host took {real.OthersShare * 100:0} % of the CPUs in the median run{(real.OthersShare > OthersWatch.Most ? ": too much to judge switches, and ratios only roughly; repeat it on an idle machine" : "")}",
        ]);
    }

    /// <summary>CPU time of net/http for a request [ns]: the median, which other programs on the machine do not move.</summary>
    private static long HttpCost(GoProgram program, CancellationToken cancel)
    {
        var work = new GoWork("http-cost") { Bytes = GoRun.BodyBytes(GoScenario.HttpResponseBytes) };
        var measured = GoRun.Measure(program, new(work, 1, null, [0], s_settling, s_costWindow), cancel);
        return measured.Requests > 0 ? (long)measured.Latency.Quantile(0.5).Nanoseconds : throw new GoRunException("net/http answered nothing on a connection in memory");
    }

    private static List<Scenario> Read(GoToolchain toolchain, string? machine, long httpNs, Func<string, bool> wanted)
    {
        var results = BuiltInChecks.Names.Where(name => name.StartsWith(GoScenario.Prefix, StringComparison.Ordinal) && wanted(name))
            .Select(name => BuiltInChecks.Read(name, new()
            {
                MachineFile = machine,
                Overrides = [GoScenario.VersionOverride(toolchain), .. Calibrator.KernelVersion is { } kernel ? [CheckScenarios.KernelOverride(kernel)] : Array.Empty<string>(), .. GoScenario.HasHttp(name) ? [GoScenario.HttpOverride(httpNs)] : Array.Empty<string>()],
            }))
            .ToList();
        var errors = results.SelectMany(result => result.Problems).Where(found => found.Severity == Severity.Error).Select(found => found.ToString()).ToList();
        return errors.Count == 0 ? [.. results.SelectMany(result => result.File!.Scenarios)] : throw new InvalidDataException(string.Concat(errors));
    }
}
