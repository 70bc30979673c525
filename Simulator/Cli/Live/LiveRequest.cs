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

        // What stands once in a file, among the defaults or in a program, is one mistake however many scenarios have it.
        var refusals = scenarios.SelectMany(scenario => LiveExecutor.ObstaclesOf(scenario), (scenario, obstacle) => (Scenario: scenario.Name, Span: PlaceOf(scenario, obstacle), obstacle.Feature));
        return [.. refusals.GroupBy(refusal => (Place(refusal.Span), refusal.Feature)).Select(same => Refusal(same.First().Span, [.. same.Select(refusal => refusal.Scenario)], same.Key.Feature))];
    }

    private static string Refusal(SourceSpan? span, IReadOnlyList<string> scenarios, string feature) => span is null
        ? $"gmpsim: error: {RunProblems.NotRealMessage(scenarios, feature)}"
        : RunProblems.NotReal(span.Value, scenarios, feature).ToString().TrimEnd();

    private static string Place(SourceSpan? span) => span is { } found ? $"{found.Source.Name}:{found.Line}:{found.Column}" : "";

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
