using System.Collections.Concurrent;
using GmpSim.Engine;
using GmpSim.Scenarios.Exploration;

namespace GmpSim.Tests.Property.Worlds;

/// <summary>Whatever world is built and in whatever order simultaneous events happen: no invariant breaks, and every request is answered.</summary>
public sealed class RandomScenarioProperties
{
    /// <summary>Scenarios in each run of the tests; <c>gmpsim explore --random 10000</c> looks at more.</summary>
    private const int Scenarios = 2_500;

    [Test]
    public void Random_scenarios_keep_every_invariant_in_every_order_tried()
    {
        var explorer = new RandomExplorer();
        var failures = new ConcurrentBag<(ulong Number, FailedTrial Failure)>();
        Parallel.For(0, Scenarios, (number, loop) =>
        {
            if (explorer.Try((ulong)number) is not { } failure) return;
            failures.Add(((ulong)number, failure));
            loop.Stop();
        });
        if (failures.IsEmpty) return;

        var (first, failed) = failures.MinBy(failure => failure.Number);
        var small = RandomExplorer.Shrink(first, failed);
        Assert.Fail($"scenario {first}: {failed.Outcome.Failure}\nmade small: {small.Failure.Outcome.Failure}\n{small.Failure.Plan} choices {TieChoice.Format(small.Failure.Plan.Choices)}\n{small.Text}");
    }

    [Test]
    public void A_number_stands_for_one_scenario_and_different_numbers_for_different_ones()
    {
        var texts = Enumerable.Range(0, 200).Select(number => RandomScenario.Text((ulong)number)).ToArray();

        Assert.That(texts, Is.Unique);
        Assert.That(Enumerable.Range(0, 200).Select(number => RandomScenario.Text((ulong)number)), Is.EqualTo(texts));
    }
}
