using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Exploration;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Property.Exploration;

/// <summary>What the search is for: each mistake put into the scheduler on purpose is found within a bounded search, and made small.</summary>
public sealed class InjectedFaultTests
{
    private const int MostTrials = 200;

    /// <summary>Tasks that end, start others or sleep at one instant on a few Ps: searchers come and go while work is being submitted.</summary>
    private const string Tasks = """
        gmpsim: 1
        machines:
          small: { base: generic-x86, cores: 8 }
        scenarios:
          drawn:
            machine: small
            runtime: { gomaxprocs: 4 }
            workload:
              server: { kind: tasks, handler: handler }
              clients: [{ kind: closed, connections: 3, think: 20us }]
            programs:
              handler:
                - cpu: 5us
                - choose:
                    - { probability: 50%, do: [{ spawn: child }, { spawn: child }, { cpu: 50us }] }
                    - { probability: 40%, do: [{ cpu: 5us }] }
                    - { probability: 10%, do: [{ sleep: 1ms }] }
              child: [{ cpu: 5us }]
        """;

    private static IEnumerable<GoFault> Faults => Enum.GetValues<GoFault>().Where(fault => fault != GoFault.None);

    /// <summary>A ring overflows only where somebody starts more than 256 goroutines at once.</summary>
    private static string Text(GoFault fault) =>
        fault == GoFault.OverflowLosesOne ? Tasks.Replace("{ spawn: child }, { spawn: child }", "{ repeat: { times: 300, do: [{ spawn: child }] } }", StringComparison.Ordinal) : Tasks;

    [TestCaseSource(nameof(Faults))]
    public void A_mistake_in_the_scheduler_is_found_and_made_small(GoFault fault)
    {
        var explorer = new Explorer { Fault = fault, Budget = MostTrials };
        var setup = ScenarioReader.ReadText("tasks.yaml", Text(fault)).File!.Scenarios[0].Points[0].Setup;
        var result = explorer.Search(setup);
        Assert.That(result.Failure, Is.Not.Null, $"found within {MostTrials} trials");

        var small = new ScenarioShrinker(300).Shrink("tasks.yaml", Text(fault), ReadOptions.None, "drawn", [], result.Failure!);
        TestContext.Out.WriteLine($"{fault} after {result.Trials} trials: {result.Failure!.Outcome.Failure}\nsmall: {small.Failure.Outcome.Failure}\n{small.Failure.Plan} choices {TieChoice.Format(small.Failure.Plan.Choices)}\n{small.Text}");
    }
}
