using GmpSim.GoRuntime;
using GmpSim.Scenarios.Exploration;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Property.Exploration;

/// <summary>What the search is for: each mistake put into the scheduler on purpose is found within a bounded search, and made small.</summary>
public sealed class InjectedFaultTests
{
    private const int MostTrials = 200;

    /// <summary>Small: what is left has at most so many lines, and fails within so many events.</summary>
    private const int MostLines = 16;

    private const int MostEvents = 600;

    private const string Sleeper = "server: { kind: http, handler: handler }, clients: [{ kind: closed, connections: 4, on: remote, rtt: 20us }]";
    private const string Tasks = "server: { kind: tasks, handler: handler }, clients: [{ kind: closed, connections: 3, think: 20us }]";

    // A goroutine that sleeps while its P has nothing else to do: somebody must wake up in time for it.
    [TestCase(GoFault.DroppedBreak, Sleeper, "[read, { sleep: 5us }, write]")]
    // Tasks that end at the instant at which another begins to start goroutines: searchers go while work is being submitted.
    [TestCase(GoFault.NoRecheck, Tasks, "[{ cpu: 5us }, { choose: [{ probability: 50%, do: [{ spawn: child }, { spawn: child }, { cpu: 50us }] }, { probability: 50%, do: [yield] }] }]")]
    // Bursts of goroutines: one searcher must wake the next, and what finds no idle P must leave a note.
    [TestCase(GoFault.NoWakeChain, Tasks, "[{ repeat: { times: 6, do: [{ spawn: child }] } }, { cpu: 5us }]")]
    [TestCase(GoFault.NeedSpinningIgnored, Tasks, "[{ repeat: { times: 6, do: [{ spawn: child }] } }, { cpu: 5us }]")]
    [TestCase(GoFault.StealLosesOne, Tasks, "[{ repeat: { times: 6, do: [{ spawn: child }] } }, { cpu: 5us }]")]
    [TestCase(GoFault.SpinningLeak, Tasks, "[{ repeat: { times: 6, do: [{ spawn: child }] } }, { cpu: 5us }]")]
    [TestCase(GoFault.EveryRunIsASlice, Tasks, "[{ repeat: { times: 6, do: [{ spawn: child }] } }, { cpu: 5us }]")]
    // Two goroutines that want one mutex for longer than they would spin for it.
    [TestCase(GoFault.LostUnlockWake, Tasks, "[{ lock: m }, { sleep: 50us }, { unlock: m }]")]
    // A system call that outlasts sysmon's patience while work waits in the P's queue.
    [TestCase(GoFault.RetakeWithoutHandOff, Tasks, "[{ spawn: child }, { spawn: child }, { syscall: 30ms }]")]
    // More than a ring can hold.
    [TestCase(GoFault.OverflowLosesOne, Tasks, "[{ repeat: { times: 300, do: [{ spawn: child }] } }, { cpu: 5us }]")]
    public void A_mistake_in_the_scheduler_is_found_and_made_small(GoFault fault, string workload, string handler)
    {
        var text = Text(workload, handler);
        Assert.That(new Explorer { Budget = 20 }.Search(Setup(text)).Failure, Is.Null, "without the mistake nothing fails");

        var result = new Explorer { Fault = fault, Budget = MostTrials }.Search(Setup(text));
        Assert.That(result.Failure, Is.Not.Null, $"found within {MostTrials} trials");

        var small = new ScenarioShrinker(250).Shrink("drawn.yaml", text, ReadOptions.None, "drawn", [], result.Failure!);
        TestContext.Out.WriteLine($"{fault}: trial {result.Trials}: {small.Failure.Outcome.Failure}\n{small.Text}");
        Assert.That(small.Text.AsSpan().Count('\n'), Is.LessThanOrEqualTo(MostLines), small.Text);
        Assert.That(small.Failure.Plan.Events, Is.LessThanOrEqualTo(MostEvents), "events until it fails");
        Assert.That(Trial.Run(Setup(small.Text), small.Failure.Plan).Failure, Is.EqualTo(small.Failure.Outcome.Failure), "it fails again, in the same way");
    }

    /// <summary>The article's lost event (its claim A8): the netpoller of the old P takes what a goroutine waits for on another.</summary>
    [Test]
    public void Netpollers_of_Ps_without_rebinding_are_found_to_lose_events_and_made_small()
    {
        // More work than one P can do, so that goroutines are stolen, and more connections than Ps.
        const string work = "server: { kind: http, handler: handler }, clients: [{ kind: closed, connections: 12, on: remote, rtt: 20us }]";
        const string handler = "[read, { cpu: { exponential: 30us } }, write]";
        string Migrating(string rebinds) => Text(work, handler).Replace("gomaxprocs: 4", $"gomaxprocs: 4, netpoller: {{ topology: per-p, rebind_on_migrate: {rebinds} }}", StringComparison.Ordinal);
        Assert.That(new Explorer { Budget = 20 }.Search(Setup(Migrating("true"))).Failure, Is.Null, "with re-binding nothing is lost");

        var result = new Explorer { Budget = MostTrials }.Search(Setup(Migrating("false")));
        Assert.That(result.Failure?.Outcome.Failure, Does.Contain("lost event"), $"found within {MostTrials} trials");

        var small = new ScenarioShrinker(250).Shrink("drawn.yaml", Migrating("false"), ReadOptions.None, "drawn", [], result.Failure!);
        TestContext.Out.WriteLine($"trial {result.Trials}: {small.Failure.Outcome.Failure}\n{small.Text}");
        Assert.That(small.Text, Does.Contain("rebind_on_migrate: false"));
        Assert.That(small.Text.AsSpan().Count('\n'), Is.LessThanOrEqualTo(MostLines), small.Text);
    }

    [Test]
    public void Every_mistake_has_its_test()
    {
        var method = typeof(InjectedFaultTests).GetMethod(nameof(A_mistake_in_the_scheduler_is_found_and_made_small))!;
        var tested = method.GetCustomAttributes(typeof(TestCaseAttribute), inherit: false).Select(test => (GoFault)((TestCaseAttribute)test).Arguments[0]!);

        Assert.That(tested, Is.EquivalentTo(Enum.GetValues<GoFault>().Where(fault => fault != GoFault.None)));
    }

    private static string Text(string workload, string handler) => $$"""
        gmpsim: 1
        machines:
          small: { base: generic-x86, cores: 8 }
        scenarios:
          drawn:
            machine: small
            runtime: { gomaxprocs: 4 }
            workload: { {{workload}} }
            programs:
              handler: {{handler}}
              child: [{ cpu: 5us }]
        """;

    private static PointSetup Setup(string text)
    {
        var read = ScenarioReader.ReadText("drawn.yaml", text);
        return read.File?.Scenarios[0].Points[0].Setup ?? throw new InvalidOperationException(string.Join('\n', read.Problems));
    }
}
