using GmpSim.Cli.Verbs;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>What <c>run --live</c> cannot do.</summary>
internal static class LiveRequest
{
    /// <summary>Why a batch cannot be run for real, a line or more for each reason; empty when it can.</summary>
    internal static IReadOnlyList<string> Problems(RunArguments arguments, IReadOnlyList<Scenario> scenarios)
    {
        if (!OperatingSystem.IsLinux()) return ["gmpsim: error: --live needs Linux, whose epoll and futex it uses; without --live the same scenarios are simulated"];
        if (OptionBeside(arguments) is { } option) return [$"gmpsim: error: --live does not go with {option}"];
        return [.. scenarios.Select(Refusal).OfType<string>()];
    }

    private static string? Refusal(Scenario scenario)
    {
        if (LiveExecutor.ObstacleOf(scenario) is not { } obstacle) return null;
        if (PlaceOf(scenario, obstacle) is { } span) return RunProblems.NotReal(span, scenario.Name, obstacle.Feature).ToString().TrimEnd();
        return $"gmpsim: error: --live: scenario '{scenario.Name}': {obstacle.Feature} is not run for real";
    }

    private static SourceSpan? PlaceOf(Scenario scenario, LiveObstacle obstacle) =>
        obstacle.Path is { } path ? scenario.Places?.Of(path) : obstacle.Place is { } place ? scenario.Places?.At(place) : scenario.Places?.Name;

    private static string? OptionBeside(RunArguments arguments)
    {
        if (arguments.Resume) return "--resume: real runs of another time would stand beside these";
        if (!arguments.Shard.IsWhole) return "--shard: all runs are to be made on one machine";
        if (arguments.SchedTrace is not null) return "--schedtrace";
        return arguments.CheckInvariants ? "--check" : null;
    }
}
