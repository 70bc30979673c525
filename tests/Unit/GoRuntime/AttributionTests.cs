using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Where a request's time goes, on timelines worked out by hand. What is not listed is zero, and the parts make up the whole.</summary>
public sealed class AttributionTests
{
    private static readonly SimDuration s_never = SimDuration.FromSeconds(1_000);

    private readonly LatencyClock _clock = new();

    [Test]
    public void A_task_waits_in_the_global_queue_while_the_only_P_is_busy_then_runs()
    {
        var go = Quiet(ps: 1);
        go.Stage.At(2, () => Submit(go, Computing(go, 5)));
        go.Run(go.Busy("main", 10));

        AssertParts((LatencyComponent.GlobalQueue, 8_000), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_parked_thread_is_woken_for_a_task_which_waits_until_that_thread_is_on_its_core()
    {
        var go = Quiet(ps: 1, free => free with { WakeDeliver = Ns(2_000), ContextSwitch = Ns(1_500), FutexWait = Ns(700) });
        go.Stage.At(100, () => Submit(go, Computing(go, 5)));
        go.Run(go.Busy("main", 10));

        AssertParts((LatencyComponent.WakeUp, 3_500), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_thread_created_for_a_task_counts_from_clone_to_its_first_instruction_as_waking_up()
    {
        // Main keeps M0 on P0 busy; the task on P1 needs an M that does not exist yet. Its set-up before it schedules is queueing.
        var go = Quiet(ps: 2, free => free with { ThreadStart = Ns(14_000), WakeDeliver = Ns(1_000) }, goCosts: free => free with { ThreadSetup = Ns(300) });
        go.Stage.At(100, () => Submit(go, Computing(go, 5)));
        go.Run(go.Busy("main", 1_000));

        AssertParts((LatencyComponent.GlobalQueue, 300), (LatencyComponent.WakeUp, 15_000), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_message_waits_for_the_poller_to_wake_and_then_for_the_harvest()
    {
        var go = Quiet(
            ps: 1,
            free => free with { WakeDeliver = Ns(2_000), ContextSwitch = Ns(1_500), EpollHarvest = Ns(400) },
            goCosts: free => free with { NetpollEvent = Ns(100), Switch = Ns(120) });
        var (socket, pd) = Connection(go, arrivesUs: 100);
        go.Run(ReadOne(go, socket, pd, computeUs: 5));

        // 100 us: arrives. 103.5: the poller is on its core. 104.0: harvested. 104.12: the goroutine runs.
        AssertParts((LatencyComponent.PollWait, 500), (LatencyComponent.WakeUp, 3_500), (LatencyComponent.LocalQueue, 120), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_message_that_arrives_while_the_poller_is_on_its_way_shares_the_rest_of_its_wake_up()
    {
        var go = Quiet(ps: 1, free => free with { WakeDeliver = Ns(3_000) });
        var (first, firstPd) = go.Connection(1, 100);
        var (second, secondPd) = Connection(go, arrivesUs: 101);
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            go.Spawn(m, go.Reader("first", first, firstPd));
            go.Spawn(m, ReadOne(go, second, secondPd, computeUs: 5));
            return RunOutcome.Exited;
        });

        // Harvested at 103 us; the goroutine of the later event runs first (netpoll pushes onto a LIFO list).
        AssertParts((LatencyComponent.WakeUp, 2_000), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_message_that_is_there_when_its_goroutine_looks_has_only_waited_in_the_socket()
    {
        var go = Quiet(ps: 1);
        var (socket, pd) = Connection(go, arrivesUs: 3);
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            return await ReadOne(go, socket, pd, computeUs: 5)(m, g);
        });

        AssertParts((LatencyComponent.PollWait, 7_000), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_spawned_goroutine_waits_for_the_wake_call_for_the_thief_and_for_the_pause_before_its_runnext_is_taken()
    {
        var go = Quiet(ps: 2, free => free with { WakeDeliver = Ns(2_000), FutexWake = Ns(1_000), TimerSlack = Ns(50_000) });
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(100)); // M1, started for the first spawn, has parked by then
            go.Spawn(m, go.Busy("first", 1));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 1_000);
        go.Stage.At(2_000, () => go.Submit(async (m, _) =>
        {
            await m.Thread.Settle();
            SpawnFollowed(go, m, Computing(go, 5));
            m.Thread.Spend(Stage.Us(500));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }));
        go.Stage.Run(5_000);

        // 2,002 us: spawned, futex wake paid until 2,003; the thief is on its core at 2,005; it naps for usleep(3) and
        // 50 us of slack, and is back on its core 2 us later: the nap is queueing, whoever takes it.
        AssertParts((LatencyComponent.LocalQueue, 1_000 + 55_000), (LatencyComponent.WakeUp, 2_000), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void Time_without_a_core_is_told_from_running_even_when_the_goroutine_then_gives_way()
    {
        var go = Quiet(ps: 1, free => free with { Slice = Stage.Us(3_000) }, cores: 1);
        go.Stage.Thread("rival", go.Stage.Busy(4_000));
        var yields = 0;
        go.Stage.At(0, () => Submit(go, async (m, g) =>
        {
            if (yields++ > 0) return await Finish(go, m, g);
            m.Thread.Spend(Stage.Us(7_000));
            await m.Thread.Settle();
            return RunOutcome.Yielded;
        }));
        go.Run(go.Busy("main", 0), us: 100_000);

        // New threads have half a slice to their first deadline: the rival has the core for 1.5 ms while M0 is on its way up, and for its other 2.5 ms after 1.5 ms of the goroutine's.
        AssertParts((LatencyComponent.WakeUp, 1_500_000), (LatencyComponent.CoreWait, 2_500_000), (LatencyComponent.Running, 7_000_000));
    }

    [Test]
    public void A_line_that_another_core_holds_keeps_the_core_waiting_not_computing()
    {
        var go = Quiet(ps: 1, free => free with { TransferLlc = Ns(60), RmwLocal = Ns(5) });
        var line = go.Stage.Host.Hardware.NewLine();
        go.Stage.At(50, () => line.Write(cpu: 7, At(50)));
        go.Stage.At(100, () => Submit(go, async (m, g) =>
        {
            m.Thread.WriteLine(line); // fetched from CPU 7
            m.Thread.WriteLine(line); // still here: 5 ns of computing
            m.Thread.Spend(Stage.Us(1));
            await m.Thread.Settle();
            return await Finish(go, m, g);
        }));
        go.Run(go.Busy("main", 1));

        // The 5 ns before are sched.lock, taken for the global queue.
        AssertParts((LatencyComponent.GlobalQueue, 5), (LatencyComponent.LineTransfer, 60), (LatencyComponent.Running, 1_010));
    }

    [Test]
    public void What_a_lock_costs_counts_as_line_transfer_but_for_the_critical_section()
    {
        var go = Quiet(ps: 1, free => free with { TransferLlc = Ns(60), RmwLocal = Ns(5) });
        var line = go.Stage.Host.Hardware.NewLine();
        go.Stage.At(100, () => line.Lock(cpu: 7, At(100), hold: Ns(200))); // busy until 100.205 us
        go.Stage.At(100, () => Submit(go, async (m, g) =>
        {
            m.Thread.LockLine(line, hold: Ns(40));
            await m.Thread.Settle();
            return await Finish(go, m, g);
        }));
        go.Run(go.Busy("main", 1));

        // 5 ns for sched.lock; the other lock is free again 200 ns after that.
        AssertParts((LatencyComponent.GlobalQueue, 5), (LatencyComponent.LineTransfer, 200 + 60), (LatencyComponent.Running, 5 + 40));
    }

    [Test]
    public void A_goroutine_that_gives_way_waits_in_the_global_queue()
    {
        var go = Quiet(ps: 1);
        var round = 0;
        go.Stage.At(0, () => Submit(go, async (m, g) =>
        {
            if (round++ > 0) return await Finish(go, m, g);
            m.Thread.Spend(Stage.Us(2));
            await m.Thread.Settle();
            go.Spawn(m, go.Busy("other", 30));
            return RunOutcome.Yielded;
        }));
        go.Run(go.Busy("main", 0));

        AssertParts((LatencyComponent.Running, 2_000), (LatencyComponent.GlobalQueue, 30_000));
    }

    [Test]
    public void A_sleeper_sleeps_until_its_timer_is_run_by_whoever_wakes_for_it()
    {
        var go = Quiet(ps: 1, free => free with { TimerSlack = Ns(50_000), WakeDeliver = Ns(2_000) });
        var slept = false;
        go.Stage.At(100, () => Submit(go, async (m, g) =>
        {
            await m.Thread.Settle();
            if (slept) return await Finish(go, m, g);
            slept = true;
            go.Process.ParkForSleep(m, g, Stage.Us(300));
            return RunOutcome.Parked;
        }));
        go.Run(go.Busy("main", 1));

        // The poller sleeps 1 ms for the 300 us (whole milliseconds), 50 us slack, 2 us until it is on its core.
        AssertParts((LatencyComponent.WakeUp, 2_000 + 2_000), (LatencyComponent.Sleeping, 1_050_000));
    }

    [Test]
    public void A_goroutine_that_overflows_a_full_local_queue_waits_in_the_global_queue_from_then_on()
    {
        var go = Quiet(ps: 1, options: usual => usual with { Runnext = false, FairnessTick = false });
        go.Run(async (m, g) =>
        {
            SpawnFollowed(go, m, Computing(go, 5));
            for (var i = 1; i < Processor.QueueCapacity; i++) go.Spawn(m, go.Busy("other", 0));
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            go.Spawn(m, go.Busy("overflowing", 0));
            m.Thread.Spend(Stage.Us(20));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        AssertParts((LatencyComponent.LocalQueue, 10_000), (LatencyComponent.GlobalQueue, 20_000), (LatencyComponent.Running, 5_000));
    }

    [Test]
    public void A_system_call_that_sleeps_ends_with_the_wake_up_of_its_own_thread()
    {
        var go = Quiet(ps: 1, free => free with { WakeDeliver = Ns(2_000), ContextSwitch = Ns(1_500) });
        go.Stage.At(100, () => Submit(go, async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(4));
            var goesOn = await go.Process.Syscalls.Call(m, g, Stage.Us(30), SyscallKind.Ordinary);
            Assert.That(goesOn, Is.True, "the P is still there");
            return await Finish(go, m, g);
        }));
        go.Run(go.Busy("main", 1));

        AssertParts((LatencyComponent.WakeUp, 3_500 + 3_500), (LatencyComponent.Running, 4_000), (LatencyComponent.Syscall, 30_000));
    }

    [Test]
    public void A_goroutine_that_waits_while_the_world_is_stopped_is_held_up_by_that_and_not_by_the_queue()
    {
        var go = Quiet(ps: 1);
        go.Stage.At(20, () => Submit(go, Computing(go, 5)));
        go.Run(async (m, _) =>
        {
            m.Thread.Spend(Stage.Us(50));
            await m.Thread.Settle();
            await go.Process.World.Stop(m, StopReason.Other);
            m.Thread.Spend(Stage.Us(30));
            await go.Process.World.Start(m);
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        // Runnable at 20 us; stopped from 50 to 80; main gives up the P at 90.
        AssertParts((LatencyComponent.GlobalQueue, 30_000 + 10_000), (LatencyComponent.StopTheWorld, 30_000), (LatencyComponent.Running, 5_000));
    }

    private static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    private static SimTime At(long us) => SimTime.Zero + Stage.Us(us);

    /// <summary>No sysmon, so that nothing moves but what a test names; idle cores always sleep shallowly.</summary>
    private static GoStage Quiet(
        int ps,
        Func<MachineCosts, MachineCosts>? costs = null,
        Func<GoOptions, GoOptions>? options = null,
        Func<GoCosts, GoCosts>? goCosts = null,
        int cores = 8) =>
        new(
            ps,
            usual => (options ?? (same => same))(usual with { Sysmon = false }),
            free => (costs ?? (same => same))(free with { IdleGapMedium = s_never, IdleGapDeep = s_never }),
            cores,
            goCosts);

    private void Submit(GoStage go, Func<WorkerThread, Goroutine, Process<RunOutcome>> code)
    {
        _clock.Begin(go.Stage.Simulation.Now, LatencyComponent.Client);
        go.Submit(code, _clock);
    }

    private Func<WorkerThread, Goroutine, Process<RunOutcome>> Computing(GoStage go, long us) => async (m, g) =>
    {
        m.Thread.Spend(Stage.Us(us));
        await m.Thread.Settle();
        return await Finish(go, m, g);
    };

    private async Process<RunOutcome> Finish(GoStage go, WorkerThread m, Goroutine g)
    {
        await m.Thread.Settle();
        GoProcess.LeaveRunning(m, g, LatencyComponent.Client, m.Thread.LocalNow);
        g.Clock = null;
        _clock.Finish(m.Thread.LocalNow);
        go.Note("finished");
        return RunOutcome.Exited;
    }

    private (TcpSocket Socket, PollDesc PollDesc) Connection(GoStage go, long arrivesUs)
    {
        var socket = TcpSocket.Pair(go.Stage.Host, number: 2).Server;
        socket.DeliverAfter(Stage.Us(arrivesUs), new FollowedMessage(_clock));
        return (socket, go.Process.NewPollDesc(socket));
    }

    private Func<WorkerThread, Goroutine, Process<RunOutcome>> ReadOne(GoStage go, TcpSocket socket, PollDesc pd, long computeUs)
    {
        var isOpen = false;
        return async (m, g) =>
        {
            if (!isOpen) go.Process.Open(m, pd);
            isOpen = true;
            GoProcess.ResetPoll(pd);
            await m.Thread.Settle();
            while (!socket.HasMessage)
            {
                if (go.Process.ParkOnNetpoll(m, g, pd)) return RunOutcome.Parked;
            }

            g.Clock = socket.Receive().Clock;
            GoProcess.EnterRunning(m, g, m.Thread.LocalNow);
            return await Computing(go, computeUs)(m, g);
        };
    }

    private Dictionary<LatencyComponent, long> Parts() =>
        Enum.GetValues<LatencyComponent>().ToDictionary(part => part, Part).Where(pair => pair.Value > 0).ToDictionary();

    private long Part(LatencyComponent part) => _clock[part].Picoseconds / 1_000;

    private void AssertParts(params (LatencyComponent Part, long Ns)[] expected) =>
        Assert.That(Parts().Select(part => $"{part.Key} {part.Value}"), Is.EquivalentTo(expected.Select(part => $"{part.Part} {part.Ns}")), "component, ns");

    /// <summary>A goroutine that works on a request from its birth on.</summary>
    private void SpawnFollowed(GoStage go, WorkerThread m, Func<WorkerThread, Goroutine, Process<RunOutcome>> code)
    {
        go.Spawn(m, code);
        var g = m.P!.Runnext ?? m.P.Ring[m.P.Tail - 1]!;
        g.Clock = _clock;
        _clock.Begin(g.RunnableSince, LatencyComponent.LocalQueue);
    }

    private sealed class FollowedMessage(LatencyClock clock) : IMessage
    {
        public int SizeBytes => 1;

        public LatencyClock Clock => clock;

        public void Arrived(SimTime at) => clock.Begin(at, LatencyComponent.PollWait);
    }
}
