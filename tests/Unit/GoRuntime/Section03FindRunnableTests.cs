using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>schedule and findRunnable: where an M looks for a goroutine, in which order, and what it does before it sleeps.</summary>
public sealed class Section03FindRunnableTests
{
    // 3.3 The order of the sources

    [Test]
    public void Due_timers_come_first_then_runnext_the_ring_the_global_queue_and_the_network()
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        var (socket, pd) = go.Connection(1, 100);
        var round = 0;
        go.Run(async (m, _) =>
        {
            if (round++ == 0)
            {
                go.Spawn(m, go.Reader("network", socket, pd));
                go.Process.Timers.Start(m, new AfterFunc(go, go.Busy("timer", 0)), At(150));
                await m.Thread.Settle();
                return RunOutcome.Yielded; // the reader parks
            }

            m.Thread.Spend(Stage.Us(200));
            await m.Thread.Settle();
            go.Submit(go.Busy("global", 0));
            go.Spawn(m, go.Busy("ring", 0));
            go.Spawn(m, go.Busy("evicted from runnext", 0)); // by what the timer readies
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[]
        {
            "200us timer on P0", "200us ring on P0", "200us evicted from runnext on P0", "200us global on P0", "200us network on P0",
        }));
    }

    [TestCase(18, "local", Description = "step 6 stood in schedule: an M that stopm has woken goes on in findrunnable")]
    [TestCase(19, "global")]
    public void A_woken_M_makes_the_61st_tick_look_at_the_global_queue_from_1_19_on(int minor, string first)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor), Sysmon = false });
        go.Stage.At(1_000, () =>
        {
            go.Process.AllP[0].SchedTick = 61;
            go.Process.SubmitToLocal(go.Process.AllP[0], new Code(go.Busy("local", 0)), clock: null);
            go.Submit(go.Busy("global", 0));
        });
        go.Run(go.Busy("main", 0), us: 900);
        go.Stage.Simulation.Observer = null; // the tick is set by hand
        go.Stage.Run(2_000);

        Assert.That(go.Log[1], Is.EqualTo($"1000us {first} on P0"));
    }

    [TestCase(4, 0, 0, true)]
    [TestCase(4, 0, 1, true, Description = "2 < 4")]
    [TestCase(4, 0, 2, false, Description = "4 < 4")]
    [TestCase(4, 2, 1, false, Description = "2 < 2: only two Ps are busy")]
    [TestCase(8, 1, 3, true, Description = "6 < 7")]
    public void An_M_begins_to_spin_only_while_twice_the_searchers_are_fewer_than_the_busy_Ps(int ps, int idle, int spinning, bool may)
    {
        var go = new GoStage(ps);
        for (var p = 0; p < idle; p++) go.Process.Sched.PutIdle(go.Process.AllP[p]);
        go.Process.Sched.Spinning = spinning;
        var m = new WorkerThread(0, go.Process.Host.NewThread("M0", go.Process.Account, GmpSim.Machine.CpuSet.All(1)), maxEvents: 1);

        Assert.That(go.Process.WorkFinder.MaySearch(m), Is.EqualTo(may));
        m.Spinning = true;
        Assert.That(go.Process.WorkFinder.MaySearch(m), Is.True, "one that spins already goes on");
    }

    [TestCase(false, 2, 1)]
    [TestCase(true, 3, 0)]
    public void An_M_that_may_not_search_gives_its_P_up_unless_somebody_has_left_the_needspinning_note(bool note, int spinning, int idlePs)
    {
        // At 100 us P1 and P2 have nothing left: both Ms spin, and pause 55 us before P0's runnext. At 110 us it is P3's turn:
        // 2 * 2 is not less than 4 - 0.
        var go = new GoStage(ps: 4, options => options with { Sysmon = false }, free => free with { TimerSlack = Stage.Us(52) });
        foreach (var (p, us) in new[] { (1, 100), (2, 100), (3, 110) })
            go.Stage.At(0, () => go.Process.SubmitToLocal(go.Process.AllP[p], new Code(go.Busy("", us)), clock: null));
        go.Stage.At(109, () => go.Process.Sched.NeedSpinning = note);
        (int Spinning, int IdlePs) seen = default;
        go.Stage.At(111, () => seen = (go.Process.Sched.Spinning, go.Process.Sched.IdlePs));
        go.Run(async (m, g) =>
        {
            m.Thread.Spend(Stage.Us(50));
            await m.Thread.Settle();
            go.Spawn(m, go.Busy("child", 1));
            return await go.Busy("main", 1000)(m, g);
        });

        Assert.That(seen, Is.EqualTo((spinning, idlePs)));
    }

    [Test]
    public void A_searcher_that_gives_up_its_P_looks_once_more_for_work_that_was_submitted_in_view_of_its_searching()
    {
        // sched.lock is held for 10 us a time. At 0 the go statement takes it twice (wakep, startm), so x starts at 20; resetspinning takes it
        // once, so x ends at 130. M1 spins, finds nothing and waits for the lock until 140. At 135 y is submitted: nobody is woken, for M1 spins.
        // M1 takes the lock for the global queue and for an idle P and searches again: y at 160.
        var go = new GoStage(ps: 2, options => options with { Runnext = false, Sysmon = false }, goCosts: free => free with { SchedLockHold = Stage.Us(10) });
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Busy("x", 100));
            m.Thread.Spend(Stage.Us(115));
            await m.Thread.Settle();
            Assert.That(go.Process.Sched.Spinning, Is.EqualTo(1));
            go.Spawn(m, go.Busy("y", 1));
            Assert.That(m.Thread.Owed, Is.EqualTo(SimDuration.Zero), "no wakep beyond its first test");
            m.Thread.Spend(Stage.Us(1000));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "20us x on P1", "160us y on P1" }));
    }

    [TestCase(19, false)]
    [TestCase(20, true)]
    public void A_look_that_finds_work_but_no_idle_P_leaves_the_needspinning_note_from_1_20_on(int minor, bool leavesNote)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var m = new WorkerThread(0, go.Process.Host.NewThread("M0", go.Process.Account, GmpSim.Machine.CpuSet.All(1)), maxEvents: 1);

        Assert.That(go.Process.Waker.TryTakePForWork(m, go.Process.AllP[0]), Is.False);
        Assert.That(go.Process.Sched.NeedSpinning, Is.EqualTo(leavesNote));
    }

    // 3.8 The worked example

    [Test]
    public void On_one_P_A_readies_B_C_D_and_then_D_runs_in_its_slice_B_and_C_in_slices_of_their_own()
    {
        var go = new GoStage(ps: 1);
        go.Run(async (m, _) =>
        {
            foreach (var name in new[] { "B", "C", "D" }) go.Spawn(m, go.Ticking(name));
            go.Note($"A tick {m.P!.SchedTick}");
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us A tick 1", "0us D tick 1", "0us B tick 2", "0us C tick 3" }));
    }

    [Test]
    public void Beside_an_idle_P_a_thief_takes_B_while_D_stays_and_C_goes_to_whoever_is_free_first()
    {
        // Threads take 10 us to start: M0 runs A from 10 us, M1 comes at 20 us and takes one of the two in the ring, the older.
        var go = new GoStage(ps: 2, options => options with { Sysmon = false }, free => free with { ThreadStart = Stage.Us(10) });
        go.Run(async (m, _) =>
        {
            foreach (var name in new[] { "B", "C", "D" }) go.Spawn(m, go.Busy(name, 1000));
            m.Thread.Spend(Stage.Us(100));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "20us B on P1", "110us D on P0", "1020us C on P1" }));
    }

    private static SimTime At(long us) => SimTime.Zero + Stage.Us(us);
}
