using System.Collections.Concurrent;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Looks for a failure in many random scenarios, a few trials each.</summary>
public sealed class RandomExplorer
{
    /// <summary>Events that a world is followed for: enough for every connection to be served a few times.</summary>
    public int Events { get; init; } = 800;

    /// <summary>Trials of each scenario, at least 1: the usual order at the machine's costs, the usual order at no costs, then others.</summary>
    public int Trials { get; init; } = 2;

    /// <summary>A mistake put into the scheduler.</summary>
    public GoFault Fault { get; init; }

    /// <summary>Looks at the token before every trial.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Tries scenarios one after the other; the failure with the least number is the result, however many workers there are.</summary>
    /// <param name="first">Number of the first scenario.</param>
    /// <param name="count">How many.</param>
    /// <param name="workers">Threads to use.</param>
    public RandomResult Search(ulong first, int count, int workers)
    {
        var found = new ConcurrentBag<(long Index, FailedTrial Failure)>();
        var trials = 0L;
        var events = 0L;
        Parallel.For(0L, count, new() { MaxDegreeOfParallelism = workers, CancellationToken = Cancel }, (index, loop) =>
        {
            var result = Explore(first + (ulong)index);
            Interlocked.Add(ref trials, result.Trials);
            Interlocked.Add(ref events, result.Events);
            if (result.Failure is not { } failure) return;
            found.Add((index, failure));
            loop.Break(); // those with smaller numbers still run
        });
        if (found.IsEmpty) return new(trials, events, 0, null);
        var least = found.MinBy(one => one.Index);
        return new(trials, events, first + (ulong)least.Index, least.Failure);
    }

    /// <summary>Tries the scenario that a number stands for.</summary>
    /// <returns>The failure, or <see langword="null"/>.</returns>
    public FailedTrial? Try(ulong number) => Explore(number).Failure;

    /// <summary>Makes the failure of a random scenario small.</summary>
    public static SmallFailure Shrink(ulong number, FailedTrial failure, int budget = 400) =>
        new ScenarioShrinker(budget).Shrink(Name, RandomScenario.Text(number), s_options, "drawn", [], failure);

    /// <summary>The point of the scenario that a number stands for.</summary>
    public static PointSetup Setup(ulong number)
    {
        var text = RandomScenario.Text(number);
        var read = ScenarioReader.ReadText(Name, text, s_options);
        if (read.File is null) throw new InvalidOperationException($"Scenario {number} cannot be run:\n{string.Join('\n', read.Problems)}\n{text}");
        return read.File.Scenarios[0].Points[0].Setup;
    }

    private const string Name = "random.yaml";

    /// <summary>A trial ends after so many events, whether the clock goes on or not.</summary>
    private static readonly ReadOptions s_options = new() { MayStandStill = true };

    private ExplorationResult Explore(ulong number) => new Explorer { Seed = number, Budget = Trials, Events = Events, Fault = Fault, Cancel = Cancel }.Search(Setup(number));
}
