using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Section 10 of the reference: the number of Ps changes while the program runs.</summary>
public sealed class Section10GomaxprocsTests
{
    [Test]
    public void Ps_that_go_give_their_goroutines_to_the_head_of_the_global_queue_in_order()
    {
        var go = NewStage(ps: 4);
        // Goroutines by number: main 1, the three that keep P1 to P3 busy 2 to 4, then 5 to 9 below.
        for (var us = 1; us <= 3; us++) go.Stage.At(us, () => go.Submit(BusyThenSpawning(go)));
        go.Stage.At(5, () =>
        {
            go.Process.SubmitToLocal(go.Process.Processors[2], new Once(), clock: null); // 5
            go.Process.SubmitToLocal(go.Process.Processors[3], new Once(), clock: null); // 6
            go.Process.SubmitToLocal(go.Process.Processors[3], new Once(), clock: null); // 7
            go.Submit(go.Busy("last", 1)); // 8
        });
        var queue = Array.Empty<long>();
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(6));
            await m.Thread.Settle();
            await go.Process.World.Stop(m, StopReason.Other); // waits until 20 us: P1 to P3 are deaf; each spawns one goroutine, 9 to 11
            await go.Process.World.Start(m, gomaxprocs: 2);
            queue = [.. go.GlobalQueue()];
            return RunOutcome.Exited;
        });

        // P3 goes last, so it stands first: runnext, then the ring.
        Assert.That(queue, Is.EqualTo(new long[] { 11, 6, 7, 10, 5, 8 }));
        Assert.That(go.Process.Processors, Has.Count.EqualTo(2));
        Assert.That(go.Process.EveryP.Select(p => p.Status).Skip(2), Is.All.EqualTo(ProcessorStatus.Dead));
    }

    [Test]
    public void A_stopper_whose_P_goes_continues_on_P0()
    {
        var go = NewStage(ps: 2);
        go.Stage.At(1, () => go.Submit(async (m, g) =>
        {
            go.Note($"on P{m.P!.Id}");
            await go.Process.World.Stop(m, StopReason.Other);
            await go.Process.World.Start(m, gomaxprocs: 1);
            go.Note($"on P{m.P!.Id}");
            return RunOutcome.Exited;
        }));
        go.Run(go.Busy("main", 10));

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main on P0", "1us on P1", "10us on P0" }));
    }

    [Test]
    public void New_Ps_take_work_at_once()
    {
        var go = NewStage(ps: 1, options => options with { Changes = [new(Stage.Us(1_000), 3)] });
        go.Stage.At(100, () =>
        {
            for (var i = 0; i < 3; i++) go.Submit(Computing(go, $"hog {i}", 2_000));
        });
        go.Run(go.Busy("main", 1));

        // Alone until the timer fires. Then each hog has a P of its own.
        Assert.That(go.Log.Where(line => line.EndsWith("done", StringComparison.Ordinal)), Has.Exactly(3).Items);
        Assert.That(go.Process.Processors, Has.Count.EqualTo(3));
        Assert.That(go.Process.Counters.GomaxprocsChanges, Is.EqualTo(1));
    }

    [Test]
    public void Timers_of_a_P_that_goes_fire_on_another()
    {
        var go = NewStage(ps: 2);
        var slept = false;
        go.Stage.At(1, () => go.Submit(async (m, g) =>
        {
            await m.Thread.Settle();
            go.Note(slept ? $"awake on P{m.P!.Id}" : $"asleep on P{m.P!.Id}");
            if (slept) return RunOutcome.Exited;
            slept = true;
            go.Process.ParkForSleep(m, g, Stage.Us(50));
            return RunOutcome.Parked;
        }));
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            await go.Process.World.Stop(m, StopReason.Other);
            await go.Process.World.Start(m, gomaxprocs: 1);
            m.Thread.Spend(Stage.Us(90));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "1us asleep on P1", "100us awake on P0" }));
    }

    [Test]
    public void A_change_waits_for_the_end_of_a_garbage_collection()
    {
        var go = NewStage(
            ps: 4,
            options => options with { Gc = new() { LiveHeapBytes = 4_000_000, ScannablePercent = 25 }, Changes = [new(Stage.Us(100), 2)] },
            free => free with { GcMarkKib = SimDuration.FromNanoseconds(1024), GcMarkTermination = Stage.Us(30) });
        var during = 0;
        go.Stage.At(1_050, () => during = go.Process.Processors.Count);
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(900));
            await m.Thread.Settle();
            var gc = go.Process.Gc!;
            await gc.Allocate(m, g, gc.Pacer.Trigger - gc.Pacer.HeapLive, isResumed: false);
            return RunOutcome.Exited;
        });

        Assert.That(during, Is.EqualTo(4), "the timer has fired at 1 ms, the cycle runs until about 1.2 ms");
        Assert.That(go.Process.Processors, Has.Count.EqualTo(2));
    }

    [TestCase(null, 8, 8, Description = "no limit: the affinity mask")]
    [TestCase(4.0, 8, 4)]
    [TestCase(3.2, 8, 4, Description = "rounded up")]
    [TestCase(0.5, 8, 2, Description = "never below two")]
    [TestCase(0.5, 1, 1, Description = "unless there are fewer CPUs")]
    [TestCase(16.0, 8, 8)]
    public void The_default_follows_the_limit_of_the_cgroup(double? cores, int cpus, int gomaxprocs) =>
        Assert.That(new CgroupLimit(SimDuration.Zero, cores).DefaultGomaxprocs(cpus), Is.EqualTo(gomaxprocs));

    [TestCase(25, 2, Description = "from 1.25, within a second and the sleep of sysmon")]
    [TestCase(24, 4, Description = "not before")]
    public void A_limit_that_changes_is_followed(int minor, int gomaxprocs)
    {
        var go = NewStage(ps: 4, options => options with
        {
            Sysmon = true,
            Rules = new(minor),
            CgroupLimits = [new(SimDuration.Zero, 4), new(SimDuration.FromSeconds(2), 1.5)],
        });
        go.Run(Computing(go, "hog", 4_000_000), us: 1_900_000);
        var before = go.Process.Processors.Count;
        go.Stage.Run(3_200_000);

        Assert.That(before, Is.EqualTo(4));
        Assert.That(go.Process.Processors, Has.Count.EqualTo(gomaxprocs));
    }

    [Test]
    public void Descriptors_of_a_per_P_poller_whose_P_goes_move_to_one_that_stays()
    {
        var go = NewStage(ps: 2, options => options with { Topology = NetpollTopology.PerP });
        var (socket, pd) = go.Connection(0, arrivalsUs: [20_000, 60_000]);
        go.Stage.At(1, () => go.Submit(go.Reader("reader", socket, pd))); // opened on P1
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            await go.Process.World.Stop(m, StopReason.Other);
            await go.Process.World.Start(m, gomaxprocs: 1);
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Has.Count.EqualTo(2), "both messages are read");
        Assert.That(go.Log, Is.All.EndsWith("reader on P0"));
        Assert.That(pd.Instance, Is.SameAs(go.Process.Netpoller.Instances[0]));
    }

    private static GoStage NewStage(int ps, Func<GoOptions, GoOptions>? options = null, Func<GoCosts, GoCosts>? goCosts = null) =>
        new(ps, usual => (options ?? (o => o))(usual with { Sysmon = false }), goCosts: goCosts);

    /// <summary>Deaf until 20 us; then it starts a goroutine, which waits in the runnext of its P.</summary>
    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> BusyThenSpawning(GoStage go) => async (m, _) =>
    {
        m.Thread.Spend(SimTime.Zero + Stage.Us(20) - go.Stage.Simulation.Now);
        await m.Thread.Settle();
        go.Process.Spawn(m, new Once());
        return RunOutcome.Exited;
    };

    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> Computing(GoStage go, string name, long us)
    {
        var left = Stage.Us(us);
        return async (m, _) =>
        {
            m.Thread.Spend(left);
            left = await m.Thread.SettleInterruptibly();
            if (left > SimDuration.Zero) return RunOutcome.Preempted;
            go.Note($"{name} done");
            return RunOutcome.Exited;
        };
    }

    private sealed class Once : IGoroutineBody
    {
        public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
        {
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }
    }
}
