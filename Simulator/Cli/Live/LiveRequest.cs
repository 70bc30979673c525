using GmpSim.Cli.Verbs;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>What <c>run --live</c> cannot do.</summary>
internal static class LiveRequest
{
    /// <summary>Why a batch cannot be run for real; <see langword="null"/> when it can.</summary>
    internal static string? Problem(RunArguments arguments, IReadOnlyList<Scenario> scenarios)
    {
        if (!OperatingSystem.IsLinux()) return "--live needs Linux, whose epoll and futex it uses; without --live the same scenarios are simulated";
        if (OptionBeside(arguments) is { } option) return $"--live does not go with {option}";
        var reasons = scenarios.Select(scenario => (scenario.Name, Reason: LiveExecutor.WhyNot(scenario))).Where(r => r.Reason is not null).ToList();
        return reasons.Count == 0 ? null : "--live: " + string.Join("; ", reasons.Select(r => $"scenario '{r.Name}': {r.Reason} is not run for real"));
    }

    private static string? OptionBeside(RunArguments arguments)
    {
        if (arguments.Resume) return "--resume: real runs of another time would stand beside these";
        if (!arguments.Shard.IsWhole) return "--shard: all runs are to be made on one machine";
        if (arguments.SchedTrace is not null) return "--schedtrace";
        return arguments.CheckInvariants ? "--check" : null;
    }
}
