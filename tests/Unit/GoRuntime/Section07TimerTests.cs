using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Timers: the heaps of the Ps, who runs what is due, and who wakes up in time for it.</summary>
public sealed class Section07TimerTests
{
    // 7.1 Structure

    [Test]
    public void Timers_leave_a_heap_in_the_order_of_their_times()
    {
        var heap = new TimerHeap(new GmpSim.Tests.Unit.Machine.Stage().Host.Hardware.NewLine());
        var random = new Simulation(new QuaternaryHeap(), seed: 7).Stream("times");
        var times = Enumerable.Range(0, 500).Select(_ => (long)(random.NextBits() % 100)).ToList();
        foreach (var us in times) heap.Add(At(us));

        Assert.That(Drain(heap), Is.EqualTo(times.Order()));
        Assert.That(heap.WakeTime, Is.EqualTo(SimTime.MaxValue), "empty");
    }

    [Test]
    public void A_timer_goes_to_the_heap_of_the_P_that_sets_it_and_stays_there_when_another_P_resets_or_stops_it() => On(ps: 2, (go, m) =>
    {
        var (moved, stopped) = (new Note(go, "moved"), new Note(go, "stopped"));
        var elsewhere = go.Process.AllP[1].Timers;
        moved.When = stopped.When = Us(100);
        elsewhere.Add(moved);
        elsewhere.Add(stopped);

        Assert.That(go.Process.Timers.Reset(m, moved, Us(50)), Is.True, "it was set");
        Assert.That(go.Process.Timers.Stop(m, stopped), Is.True, "it was set");

        Assert.That(m.P!.Timers.Count, Is.Zero, "the heap of the P that did it");
        Assert.That(elsewhere.Count, Is.EqualTo(2), "both still there");
        Assert.That((elsewhere.MinWhenHeap, elsewhere.MinWhenModified), Is.EqualTo((Us(100), Us(50))), "only marked");
        Assert.That(elsewhere.WakeTime, Is.EqualTo(Us(50)));
        Assert.That(elsewhere.Zombies, Is.EqualTo(1));
    });

    [Test]
    public void A_stopped_timer_does_not_fire_and_a_stopped_timer_that_is_reset_does() => On(ps: 1, (go, m) =>
    {
        var timers = go.Process.Timers;
        var (stopped, revived) = (new Note(go, "stopped"), new Note(go, "revived"));
        timers.Start(m, stopped, Us(10));
        timers.Start(m, revived, Us(20));
        timers.Stop(m, stopped);
        timers.Stop(m, revived);
        Assert.That(timers.Reset(m, revived, Us(30)), Is.False, "not set any more");
        Assert.That(timers.Stop(m, stopped), Is.False, "a second time");
    }, ["1000us revived"]);

    [Test]
    public void What_is_added_first_clears_zombies_from_both_ends_of_the_heap() => On(ps: 1, (go, m) =>
    {
        var timers = go.Process.Timers;
        var all = Enumerable.Range(1, 6).Select(i => new Note(go, "")).ToList();
        for (var i = 0; i < all.Count; i++) timers.Start(m, all[i], Us(1000 * (i + 1)));
        foreach (var i in new[] { 0, 2, 5 }) timers.Stop(m, all[i]);
        Assert.That(m.P!.Timers.Count, Is.EqualTo(6));

        timers.Start(m, new Note(go, ""), Us(9000));

        // 6 ms lay in the last slot, 1 ms at the head; when that had gone, 3 ms lay at neither end.
        Assert.That(m.P.Timers.Count, Is.EqualTo(5));
        Assert.That(m.P.Timers.Zombies, Is.EqualTo(1));
        Assert.That(m.P.Timers.MinWhenHeap, Is.EqualTo(Us(2000)));
    });

    [TestCase(1, 5, Description = "1 of 5 is not more than a quarter (5 / 4 = 1)")]
    [TestCase(2, 3, Description = "2 of 5 are")]
    public void The_owner_clears_zombies_out_when_they_are_more_than_a_quarter(int zombies, int left) => On(ps: 1, (go, m) =>
    {
        var timers = go.Process.Timers;
        var all = Enumerable.Range(1, 5).Select(i => new Note(go, "")).ToList();
        for (var i = 0; i < all.Count; i++) timers.Start(m, all[i], Us(1000 * (i + 1)));
        for (var i = 1; i <= zombies; i++) timers.Stop(m, all[i]);

        Assert.That(timers.Check(m, m.P!, out var next), Is.False, "nothing was due");

        Assert.That(m.P!.Timers.Count, Is.EqualTo(left));
        Assert.That(next, Is.EqualTo(Us(1000)));
    });

    [Test]
    public void A_thief_leaves_zombies_alone() => On(ps: 2, (go, m) =>
    {
        var elsewhere = go.Process.AllP[1].Timers;
        var timer = new Note(go, "") { When = Us(1000) };
        elsewhere.Add(timer);
        go.Process.Timers.Stop(m, timer);

        go.Process.Timers.Check(m, go.Process.AllP[1], out _);

        Assert.That(elsewhere.Count, Is.EqualTo(1));
    });

    // 7.2 Running

    [Test]
    public void A_timer_that_fires_late_skips_the_periods_it_missed_and_keeps_its_phase() => On(ps: 1, (go, m) =>
    {
        var ticker = new Note(go, "tick");
        go.Process.Timers.Start(m, ticker, Us(10), period: Stage.Us(10));
        m.Thread.Spend(Stage.Us(35)); // past 10, 20 and 30

        go.Process.Timers.Check(m, m.P!, out var next);

        Assert.That(go.Log, Has.Count.EqualTo(1), "one firing for three periods");
        Assert.That(next, Is.EqualTo(Us(40)));
        go.Process.Timers.Stop(m, ticker);
    });

    [Test]
    public void Sleepers_that_are_due_together_run_last_fired_first_and_the_others_in_firing_order()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        go.Run(async (m, _) =>
        {
            foreach (var name in new[] { "A", "B", "C" }) go.Spawn(m, Sleeper(go, name, 100));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        // Asleep in the order C, A, B (runnext first) at one instant; B ran last, in the slice of tick 3. The heap gives them out as C, B, A:
        // the last slot takes the head's place. C goes to runnext, is evicted by B, which is evicted by A; A inherits the slice.
        Assert.That(go.Log, Is.EqualTo(new[] { "1000us A tick 3", "1000us C tick 4", "1000us B tick 5" }));
    }

    [Test]
    public void A_busy_P_runs_its_timers_when_its_goroutine_gives_way()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        var slept = false;
        go.Run(async (m, g) =>
        {
            await m.Thread.Settle();
            if (slept)
            {
                go.Note("awake");
                return RunOutcome.Exited;
            }

            slept = true;
            go.Spawn(m, go.Busy("hog", 130));
            go.Process.ParkForSleep(m, g, Stage.Us(50));
            return RunOutcome.Parked;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "130us awake" }));
    }

    // 7.4 Precision

    [TestCase(50, 0, 1_000)]
    [TestCase(50, 50, 1_050)]
    [TestCase(999, 0, 1_000)]
    [TestCase(1_700, 0, 2_000)]
    [TestCase(3_000, 0, 3_000)]
    public void An_idle_process_sleeps_in_whole_milliseconds_and_the_kernels_slack(int asleepUs, int slackUs, int wakesAtUs)
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false }, free => free with { TimerSlack = Stage.Us(slackUs) });
        go.Run(Sleeper(go, "awake", asleepUs));

        Assert.That(go.Log, Is.EqualTo(new[] { $"{wakesAtUs}us awake tick 1" }));
    }

    [TestCase(1_700, 50, 1_750)]
    [TestCase(50, 50, 100)]
    [TestCase(50, 1, 51)]
    public void With_an_exact_time_out_only_the_kernels_slack_comes_on_top(int asleepUs, int slackUs, int wakesAtUs)
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false, ExactPollTimeout = true }, free => free with { TimerSlack = Stage.Us(slackUs) });
        go.Run(Sleeper(go, "awake", asleepUs));

        Assert.That(go.Log, Is.EqualTo(new[] { $"{wakesAtUs}us awake tick 1" }));
    }

    [Test]
    public void A_timer_in_1_7_ms_takes_two_time_outs_of_whole_milliseconds()
    {
        // 1.7 ms are truncated to 1; what is left is rounded up to 1. The poller searches once more in between.
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        go.Run(Sleeper(go, "awake", 1_700));

        Assert.That(go.Log, Is.EqualTo(new[] { "2000us awake tick 1" }));
        Assert.That(go.Process.Counters.NetpollBlock.Count, Is.EqualTo(2));
    }

    [TestCase(14, 70.0, Description = "sysmon finds the timer late each time it wakes: 20 us and 50 us of slack")]
    [TestCase(15, 70.0)]
    [TestCase(16, 1_050.0, Description = "the poller's millisecond and its slack")]
    [TestCase(27, 1_050.0)]
    public void Sleeping_50_us_over_and_over_in_an_idle_process_takes(int minor, double periodUs)
    {
        var go = new GoStage(ps: 4, options => options with { Rules = new(minor) }, free => free with { TimerSlack = Stage.Us(50) });
        const int Times = 1_000;
        var left = Times;
        go.Run(
            async (m, g) =>
            {
                await m.Thread.Settle();
                if (left-- == 0)
                {
                    go.Note("done");
                    return RunOutcome.Exited;
                }

                go.Process.ParkForSleep(m, g, Stage.Us(50));
                return RunOutcome.Parked;
            },
            us: 2_000_000);

        Assert.That(double.Parse(go.Log.Single().Split("us")[0], System.Globalization.CultureInfo.InvariantCulture) / Times, Is.EqualTo(periodUs).Within(1).Percent);
    }

    // 7.3 Waking somebody in time

    [TestCase(16, false, 1_000.0, Description = "the M that wakep starts finds nothing and becomes the poller with the right time-out")]
    [TestCase(15, false, 5_000.0, Description = "nobody: the timer waits for its P's goroutine")]
    [TestCase(15, true, 1_020.0, Description = "sysmon's 51st look, the first that finds the timer late, starts an M for it")]
    [TestCase(14, true, 5_000.0, Description = "that M may not touch the timers of a P that was not asked to yield")]
    public void A_timer_on_a_busy_P_beside_an_idle_one_fires_at(int minor, bool sysmon, double firesAtUs)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor), Sysmon = sysmon });
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            go.Process.Timers.Start(m, new Note(go, "tick"), Us(1_000));
            m.Thread.Spend(Stage.Us(5_000));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { $"{firesAtUs}us tick" }));
    }

    [TestCase(22, 2, Description = "every timer set")]
    [TestCase(23, 1, Description = "only one that is the earliest of its heap")]
    public void Setting_a_timer_makes_sure_that_somebody_wakes_for_it(int minor, int wakeps) => On(ps: 1, minor: minor, lockUs: 1, act: (go, m) =>
    {
        // Nobody is blocked in the poller, so wakep is called, which takes sched.lock to find that no P is idle.
        go.Process.Timers.Start(m, new Note(go, ""), Us(1_000));
        go.Process.Timers.Start(m, new Note(go, ""), Us(2_000));

        Assert.That(m.Thread.Owed, Is.EqualTo(Stage.Us(wakeps)));
    });

    // 7.5 Versions

    [TestCase(14, false, 1_000.0)]
    [TestCase(14, true, 100.0, Description = "its goroutine was asked to yield")]
    [TestCase(15, false, 100.0, Description = "the last pass takes any")]
    [TestCase(16, false, 100.0)]
    public void A_thief_runs_the_timers_of_a_running_P(int minor, bool marked, double firesAtUs)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor), Sysmon = false });
        go.Stage.At(0, () => go.Process.SubmitToLocal(go.Process.AllP[1], new Code(go.Busy("other", 100)), clock: null));
        go.Run(async (m, g) =>
        {
            await m.Thread.Settle();
            go.Process.Timers.Start(m, new Note(go, "tick"), Us(50));
            g.PreemptRequested = marked;
            m.Thread.Spend(Stage.Us(1_000));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us other on P1", $"{firesAtUs}us tick" }));
    }

    [TestCase(22, 1, "100us tick", Description = "on the heap from the start, so it fires although nobody looks")]
    [TestCase(23, 0, "250us tick", Description = "evaluated when somebody looks at the channel")]
    public void A_timer_that_feeds_a_channel_lies_on_a_heap_only_while_somebody_is_blocked_from_1_23_on(int minor, int onHeap, string fires)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor), Sysmon = false });
        var began = false;
        var timer = new Note(go, "tick", feedsChannel: true);
        go.Run(async (m, g) =>
        {
            if (!began)
            {
                began = true;
                go.Process.Timers.Start(m, timer, Us(100));
                Assert.That(m.P!.Timers.Count, Is.EqualTo(onHeap));
                m.Thread.Spend(Stage.Us(100));
                await m.Thread.Settle();
                return RunOutcome.Yielded;
            }

            m.Thread.Spend(Stage.Us(150));
            await m.Thread.Settle();
            go.Process.Timers.RunIfDue(m, timer);
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { fires }));
    }

    [Test]
    public void From_1_23_the_last_goroutine_that_leaves_a_timers_channel_takes_the_timer_off_its_heap_but_leaves_it_set() => On(ps: 1, (go, m) =>
    {
        var timer = new Note(go, "tick", feedsChannel: true);
        go.Process.Timers.Start(m, timer, Us(100));
        go.Process.Timers.BlockOnChannel(m, timer);
        go.Process.Timers.BlockOnChannel(m, timer);
        Assert.That(m.P!.Timers.Count, Is.EqualTo(1));

        go.Process.Timers.UnblockFromChannel(timer);
        Assert.That(m.P.Timers.Zombies, Is.Zero, "one is still blocked");
        go.Process.Timers.UnblockFromChannel(timer);
        Assert.That(m.P.Timers.Zombies, Is.EqualTo(1));
        Assert.That(timer.IsSet, Is.True);

        go.Process.Timers.BlockOnChannel(m, timer);
        Assert.That(m.P.Timers.Zombies, Is.Zero, "wanted again");
    }, ["1000us tick"]);

    private static SimTime Us(long value) => SimTime.Zero + Stage.Us(value);

    private static Note At(long us) => new(null!, "") { When = Us(us) };

    /// <summary>The times of a heap's timers, in the order in which it gives them out.</summary>
    private static List<long> Drain(TimerHeap heap)
    {
        var times = new List<long>();
        while (heap.Head() is { } timer)
        {
            times.Add((long)(timer.When - SimTime.Zero).Microseconds);
            timer.IsZombie = true;
            heap.Zombies++;
        }

        return times;
    }

    /// <summary>Does something in a process's main goroutine, without sysmon, and expects this log in the end.</summary>
    private static void On(int ps, Action<GoStage, WorkerThread> act, string[]? log = null, int minor = GoRules.NewestMinor, long lockUs = 0)
    {
        var go = new GoStage(ps, options => options with { Rules = new(minor), Sysmon = false }, goCosts: free => free with { SchedLockHold = Stage.Us(lockUs) });
        go.Run(async (m, _) =>
        {
            act(go, m);
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });
        if (log is not null) Assert.That(go.Log, Is.EqualTo(log));
    }

    /// <summary>A goroutine that sleeps once, and notes the tick of the slice in which it wakes.</summary>
    private static Func<WorkerThread, Goroutine, Process<RunOutcome>> Sleeper(GoStage go, string name, long us)
    {
        var slept = false;
        return async (m, g) =>
        {
            await m.Thread.Settle();
            if (slept)
            {
                go.Note($"{name} tick {m.P!.SchedTick}");
                return RunOutcome.Exited;
            }

            slept = true;
            go.Process.ParkForSleep(m, g, Stage.Us(us));
            return RunOutcome.Parked;
        };
    }

    /// <summary>A timer that notes that it fires.</summary>
    private sealed class Note(GoStage go, string what, bool feedsChannel = false) : RuntimeTimer(feedsChannel)
    {
        protected internal override void Fire(WorkerThread m) => go.Note(what);
    }
}
