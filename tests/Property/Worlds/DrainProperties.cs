using FsCheck;
using FsCheck.Fluent;
using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Property.Worlds;

/// <summary>When no more requests come, all that were sent have been answered: none is lost, none is forgotten in a queue.</summary>
public sealed class DrainProperties
{
    /// <summary>About a hundred times what a world with 60 requests needs.</summary>
    private const long MostEvents = 1_000_000;

    private static readonly Arbitrary<WorldPlan> Plans =
        Arb.From(ArbMap.Default.GeneratorFor<ulong>().Select(WorldPlan.Draw), plan => plan.Simpler());

    [Test]
    public void Every_request_is_answered_in_the_end() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(31, 37).WithQuietOnSuccess(true),
            Prop.ForAll(Plans, plan => Drain(plan with { Open = true, Remote = true })));

    private static void Drain(WorldPlan plan)
    {
        var read = ScenarioReader.ReadText("drawn.yaml", plan.ToString());
        if (read.File is null) throw new InvalidOperationException(string.Join('\n', read.Problems));
        var setup = read.File.Scenarios[0].Points[0].Setup;
        var simulation = new Simulation(new QuaternaryHeap(), plan.Seed);
        SimDuration Cost(string key) => setup.Machine.Costs[key].Value;
        var host = new Host(simulation, new(1, 1, plan.Cores, 1), MachineCosts.From(Cost));
        var options = new GoOptions
        {
            Gomaxprocs = plan.Gomaxprocs,
            Rules = new(plan.GoMinor),
            Topology = plan.PerP ? NetpollTopology.PerP : NetpollTopology.Shared,
            MaxEvents = plan.MaxEvents,
            Runnext = setup.Runtime!.Toggles.Runnext,
            Steal = setup.Runtime.Toggles.Steal,
            Spinning = setup.Runtime.Toggles.Spinning,
            FairnessTick = setup.Runtime.Toggles.FairnessTick,
            AsyncPreempt = setup.Runtime.Toggles.AsyncPreempt,
        };
        var process = new GoProcess(host, options, GoCosts.From(Cost), CpuSet.All(plan.Cores));
        simulation.Observer = new InvariantChecker(process, everyEvents: 16);

        const int sent = 60;
        var recorder = new LoadRecorder();
        recorder.BeginWindow(SimTime.Zero);
        var arrivals = new FiniteArrivals(sent, SimDuration.FromMicroseconds(1 + (1000 / plan.RatePerMs)), simulation.Stream("arrivals"));
        var handler = Handler(plan);
        var shared = new SharedObjects(process, []);
        if (plan.Tasks)
        {
            process.Start(new IdleBody(process, shared));
            new TaskClient(process, shared, handler, new OpenLane(arrivals, [], index => new(index, socket: null, 100)), recorder, plan.RandomPlacement).Start();
        }
        else
        {
            var listener = new Listener(host);
            process.Start(new AcceptBody(process, shared, listener, handler));
            var connections = Enumerable.Range(0, plan.Connections).Select(number => new ClientConnection(number, TcpSocket.Pair(host, number).Client, 100)).ToArray();
            new RemoteClient(host, listener, recorder, connections, new OpenLane(arrivals, connections, grow: null), SimDuration.FromMicroseconds(20)).Start();
        }

        // 60 requests of at most a few ms of work each, one after another, and 20 ms for sysmon to find what nobody polls.
        var end = SimTime.Zero + SimDuration.FromMilliseconds(500);
        while (simulation.EventCount < MostEvents && simulation.Step(end, out _))
        {
        }

        Assert.That(simulation.EventCount, Is.LessThan(MostEvents), "events: more than this is an endless loop");
        Assert.That(recorder.Requests, Is.EqualTo(sent), "answered of those that were sent");
    }

    private static GoroutineProgram Handler(WorldPlan plan)
    {
        var child = new GoroutineProgram("child");
        child.Define([.. plan.Spawned.Select(operation => Compile(operation, child))]);
        var handler = new GoroutineProgram("handler");
        var work = plan.Work.Select(operation => Compile(operation, child));
        handler.Define(plan.Tasks ? [.. work] : [new(OperationKind.Read), .. work, new(OperationKind.Write)]);
        return handler;
    }

    private static Operation Compile(string operation, GoroutineProgram child)
    {
        if (operation == "yield") return new(OperationKind.Yield);
        if (operation == "spawn: child") return new(OperationKind.Spawn, Program: child);
        var us = int.Parse(new string([.. operation.Where(char.IsDigit)]));
        return new(operation.StartsWith("cpu", StringComparison.Ordinal) ? OperationKind.Cpu : OperationKind.Sleep, new ExponentialDistribution(SimDuration.FromMicroseconds(us)));
    }
}
