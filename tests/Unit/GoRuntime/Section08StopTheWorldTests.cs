using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Section 8.4 of the reference: the world stops when every P has reached the scheduler, and starts again.</summary>
public sealed class Section08StopTheWorldTests
{
    [Test]
    public void A_world_of_idle_Ps_stands_at_once()
    {
        var go = NewStage(ps: 4);
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5));

        Assert.That(go.Log, Is.EqualTo(new[] { "10us stopped", "15us started" }));
        Assert.That(go.Process.Sched.IdlePs, Is.EqualTo(4), "all Ps are idle again when the main goroutine has ended");
    }

    [Test]
    public void A_computing_goroutine_is_cut_short_by_a_signal()
    {
        // Signal sent at 10 us (after 1 us for the call), delivered 2 us later.
        var go = NewStage(ps: 2, costs: free => free with { SignalSend = Stage.Us(1), SignalDeliver = Stage.Us(2) });
        go.Stage.At(1, () => go.Submit(Computing(go, "hog", 100)));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5, thenBusyUs: 100));

        Assert.That(go.Log, Is.EqualTo(new[] { "1us hog on P1", "13us hog gives way", "13us stopped", "18us started", "18us hog on P1", "106us hog done" }));
        Assert.That(go.Process.Counters.OtherStopping.Max, Is.EqualTo(Stage.Us(3)));
        Assert.That(go.Process.Counters.OtherPauses.Max, Is.EqualTo(Stage.Us(8)));
    }

    [Test]
    public void Code_without_a_safe_point_holds_the_whole_world_up()
    {
        var go = NewStage(ps: 3);
        go.Stage.At(1, () => go.Submit(go.Busy("deaf", 500)));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5));

        Assert.That(go.Log, Is.EqualTo(new[] { "1us deaf on P1", "501us stopped", "506us started" }));
        Assert.That(go.Process.Counters.OtherStopping.Max, Is.EqualTo(Stage.Us(491)));
    }

    [Test]
    public void A_goroutine_that_was_not_listening_is_asked_again_every_100_us()
    {
        // Deaf until 131 us, then computing; the requests come at 10, 110 and 210 us.
        var go = NewStage(ps: 2);
        go.Stage.At(1, () => go.Submit(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(130));
            await m.Thread.Settle();
            m.Thread.Spend(Stage.Us(1000));
            await m.Thread.SettleInterruptibly();
            go.Note("gives way");
            return RunOutcome.Exited;
        }));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5));

        Assert.That(go.Log, Is.EqualTo(new[] { "210us gives way", "210us stopped", "215us started" }));
    }

    [TestCase(26, "15us first on P1", "36us queued on P1", Description = "from 1.26: in the runnext of its P, ahead of the ring")]
    [TestCase(25, "15us queued on P1", "35us first on P1", Description = "up to 1.25: at the tail of the global queue")]
    public void Where_a_goroutine_waits_that_gave_way_to_a_stop(int minor, string next, string then)
    {
        var go = NewStage(ps: 2, minor);
        var left = Stage.Us(30);
        go.Stage.At(1, () => go.Submit(async (m, g) =>
        {
            go.Note($"first on P{m.P!.Id}");
            if (left == Stage.Us(30)) go.Spawn(m, go.Busy("queued", 20));
            m.Thread.Spend(left);
            left = await m.Thread.SettleInterruptibly();
            return left > SimDuration.Zero ? RunOutcome.Preempted : RunOutcome.Exited;
        }));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5, thenBusyUs: 100));

        Assert.That(go.Log, Is.EqualTo(new[] { "1us first on P1", "10us stopped", "15us started", next, then }));
    }

    [TestCase(26, 0, Description = "from 1.26: each P goes back to the M that ran it")]
    [TestCase(25, 2, Description = "up to 1.25: the P with the highest number gets the M that parked last")]
    public void Which_M_runs_a_P_after_a_stop(int minor, int changed)
    {
        var go = NewStage(ps: 3, minor);
        var before = new int[3];
        var moved = 0;
        go.Stage.At(1, () => go.Submit(go.Busy("parks last", 20)));
        go.Stage.At(2, () => go.Submit(Computing(go, "parks first", 100)));
        go.Stage.At(5, () =>
        {
            foreach (var p in go.Process.Processors) before[p.Id] = p.M!.Id;
            for (var p = 1; p < 3; p++) go.Process.SubmitToLocal(go.Process.Processors[p], new Once(Stage.Us(50)), clock: null);
        });
        go.Stage.At(30, () => moved = go.Process.Processors.Count(p => p.M!.Id != before[p.Id]));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5, thenBusyUs: 100));

        Assert.That(moved, Is.EqualTo(changed));
    }

    [Test]
    public void What_became_ready_meanwhile_is_found_by_the_look_at_the_network_before_the_start()
    {
        var go = NewStage(ps: 1);
        var (socket, pd) = go.Connection(0, arrivalsUs: 12);
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Reader("reader", socket, pd));
            m.Thread.Spend(Stage.Us(1));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 5);
        go.Submit(Stopper(go, afterUs: 5, stopsForUs: 5, thenBusyUs: 50));
        go.Stage.Run(200);

        // The reader waits in P0's ring from 15 us on; without the look, only sysmon would find it.
        Assert.That(go.Log, Is.EqualTo(new[] { "10us stopped", "15us started", "65us reader on P0" }));
    }

    [Test]
    public void Stops_are_serialised_by_worldsema_first_come_first_served()
    {
        var go = NewStage(ps: 3);
        go.Stage.At(1, () => go.Submit(SemaStopper(go, "A", 30)));
        go.Stage.At(2, () => go.Submit(SemaStopper(go, "B", 20)));
        go.Run(go.Busy("main", 1));

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main on P0", "6us A stopped", "36us A started", "41us B stopped", "61us B started" }));
    }

    [Test]
    public void Time_in_a_run_queue_while_the_world_stands_is_booked_as_stopped()
    {
        var go = NewStage(ps: 1);
        var clock = new LatencyClock();
        clock.Begin(SimTime.Zero, LatencyComponent.Client);
        go.Stage.At(12, () => go.Process.SubmitToGlobal(new Once(SimDuration.Zero), clock));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5, thenBusyUs: 7));

        // Runnable at 12, stopped until 15, then behind the main goroutine until 22.
        Assert.That(clock[LatencyComponent.StopTheWorld], Is.EqualTo(Stage.Us(3)));
        Assert.That(clock[LatencyComponent.GlobalQueue], Is.EqualTo(Stage.Us(7)));
    }

    [TestCase(25)]
    [TestCase(26)]
    public void A_P_in_a_system_call_is_taken_and_its_goroutine_finds_none_when_it_comes_back(int minor)
    {
        var go = NewStage(ps: 2, minor);
        go.Stage.At(1, () => go.Submit(Calling(go, 12)));
        go.Run(Stopper(go, afterUs: 10, stopsForUs: 5, thenBusyUs: 10));

        // Back at 13 us, in the global queue until 15.
        Assert.That(go.Log, Is.EqualTo(new[] { "1us calls on P1", "10us stopped", "15us started", "15us back on P1" }));
    }

    [Test]
    public void The_ragged_barrier_runs_on_every_P_once_without_stopping_the_world()
    {
        var go = NewStage(ps: 3);
        var function = new Recording(go);
        go.Stage.At(1, () => go.Submit(Computing(go, "hog", 100)));
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            await go.Process.SafePoints.ForEachP(m, function);
            go.Note("barrier passed");
            return RunOutcome.Exited;
        });

        // P2 is idle: the caller runs it first, then its own P0. P1 gives way and runs it on its way through the scheduler.
        Assert.That(go.Log, Is.EqualTo(new[] { "1us hog on P1", "10us on P2", "10us on P0", "10us hog gives way", "10us on P1", "10us hog on P1", "10us barrier passed", "101us hog done" }));
    }

    private static GoStage NewStage(int ps, int minor = GoRules.NewestMinor, Func<MachineCosts, MachineCosts>? costs = null) =>
        new(ps, options => options with { Sysmon = false, Rules = new(minor) }, costs);

    /// <summary>A main goroutine that computes, stops the world for a while, starts it and computes again, without ever giving way.</summary>
    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> Stopper(GoStage go, long afterUs, long stopsForUs, long thenBusyUs = 0) => async (m, g) =>
    {
        m.Thread.Spend(Stage.Us(afterUs));
        await m.Thread.Settle();
        await go.Process.World.Stop(m, StopReason.Other);
        go.Note("stopped");
        m.Thread.Spend(Stage.Us(stopsForUs));
        await go.Process.World.Start(m);
        go.Note("started");
        m.Thread.Spend(Stage.Us(thenBusyUs));
        await m.Thread.Settle();
        return RunOutcome.Exited;
    };

    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> SemaStopper(GoStage go, string name, long us) => async (m, g) =>
    {
        if (!go.Process.World.WorldSema.TryAcquire(m, g, LatencyComponent.StopTheWorld)) return RunOutcome.Parked;
        m.Thread.Spend(Stage.Us(5));
        await m.Thread.Settle();
        await go.Process.World.Stop(m, StopReason.Other);
        go.Note($"{name} stopped");
        m.Thread.Spend(Stage.Us(us));
        await go.Process.World.Start(m);
        go.Note($"{name} started");
        go.Process.World.WorldSema.Release(m);
        return RunOutcome.Exited;
    };

    /// <summary>A goroutine that computes and gives way when a signal cuts it short.</summary>
    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> Computing(GoStage go, string name, long us)
    {
        var left = Stage.Us(us);
        return async (m, g) =>
        {
            go.Note($"{name} on P{m.P!.Id}");
            m.Thread.Spend(left);
            left = await m.Thread.SettleInterruptibly();
            go.Note(left > SimDuration.Zero ? $"{name} gives way" : $"{name} done");
            return left > SimDuration.Zero ? RunOutcome.Preempted : RunOutcome.Exited;
        };
    }

    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> Calling(GoStage go, long us)
    {
        var isBack = false;
        return async (m, g) =>
        {
            if (!isBack)
            {
                isBack = true;
                go.Note($"calls on P{m.P!.Id}");
                if (!await go.Process.Syscalls.Call(m, g, Stage.Us(us), SyscallKind.Ordinary)) return RunOutcome.LostP;
            }

            go.Note($"back on P{m.P!.Id}");
            return RunOutcome.Exited;
        };
    }

    private sealed class Recording(GoStage go) : ISafePointFunction
    {
        public void RunOn(KernelThread by, Processor p) => go.Note($"on P{p.Id}");
    }

    private sealed class Once(SimDuration time) : IGoroutineBody
    {
        public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
        {
            m.Thread.Spend(time);
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }
    }
}
