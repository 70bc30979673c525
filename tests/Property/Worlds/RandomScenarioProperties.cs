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
        var result = new RandomExplorer().Search(first: 20_000, Scenarios, Environment.ProcessorCount);
        if (result.Failure is not { } failure) return;

        var small = RandomExplorer.Shrink(result.Number, failure);
        Assert.Fail($"scenario {result.Number}: {failure.Outcome.Failure}\nmade small: {small.Failure.Outcome.Failure}\n{small.Failure.Plan} choices {TieChoice.Format(small.Failure.Plan.Choices)}\n{small.Text}");
    }

    [Test]
    public void A_number_stands_for_one_scenario_and_different_numbers_for_different_ones()
    {
        var texts = Enumerable.Range(0, 200).Select(number => RandomScenario.Text((ulong)number)).ToArray();

        Assert.That(texts, Is.Unique);
        Assert.That(Enumerable.Range(0, 200).Select(number => RandomScenario.Text((ulong)number)), Is.EqualTo(texts));
    }
}
