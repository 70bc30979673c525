using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Exploration;

namespace GmpSim.Tests.Property.Exploration;

/// <summary>What the search is for: each mistake put into the scheduler on purpose is found within a bounded search, and made small.</summary>
public sealed class InjectedFaultTests
{
    private const int MostTrials = 200;

    private static IEnumerable<GoFault> Faults => Enum.GetValues<GoFault>().Where(fault => fault != GoFault.None);

    [TestCaseSource(nameof(Faults))]
    public void A_mistake_in_the_scheduler_is_found_and_made_small(GoFault fault)
    {
        var explorer = new RandomExplorer { Fault = fault, Trials = 4 };
        var number = 0UL;
        FailedTrial? failure = null;
        while (failure is null && number < MostTrials / 4) failure = explorer.Try(number++);
        Assert.That(failure, Is.Not.Null, $"found within {MostTrials} trials");

        var small = RandomExplorer.Shrink(number - 1, failure!, budget: 300);
        TestContext.Out.WriteLine($"{fault} in scenario {number - 1}: {failure!.Outcome.Failure}\nsmall: {small.Failure.Outcome.Failure}\n{small.Failure.Plan} choices {TieChoice.Format(small.Failure.Plan.Choices)}\n{small.Text}");
    }
}
