using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>ready, newproc, wakep, injectglist and giving up the CPU: who is woken for new work, and where it queues.</summary>
public sealed class Section03SubmittingTests
{
    // 3.5 wakep

    [Test]
    public void One_searcher_is_woken_at_a_time_and_when_it_finds_work_it_wakes_the_next()
    {
        var go = new GoStage(ps: 4, options => options with { Runnext = false }, free => free with { ThreadStart = Stage.Us(10) });
        go.Run(async (m, g) =>
        {
            for (var i = 1; i <= 3; i++) go.Spawn(m, go.Busy("child", 1000));
            Assert.That(go.Process.Sched.Spinning, Is.EqualTo(1), "one under way for three goroutines");
            return await go.Busy("main", 1000)(m, g);
        });

        // M0 starts at 10; each of the others is started by the one before.
        Assert.That(go.Log.Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "10us", "20us", "30us", "40us" }));
        Assert.That(go.Log.Select(line => line.Split(' ')[^1]).Distinct().Count(), Is.EqualTo(4), "all on Ps of their own");
    }

    [TestCase(27, true)]
    [TestCase(20, true)]
    [TestCase(19, false)]
    public void Work_without_an_idle_P_leaves_the_needspinning_note_from_1_20_on(int minor, bool leavesNote)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        bool? note = null;
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Busy("child", 1));
            note = go.Process.Sched.NeedSpinning;
            return await go.Busy("main", 1)(m, g);
        });

        Assert.That(note, Is.EqualTo(leavesNote));
    }

    [TestCase(27, 1, 1, Description = "from 1.20 on even to find that no P is idle")]
    [TestCase(27, 2, 2, Description = "for the P, and in startm for the M")]
    [TestCase(19, 1, 0, Description = "npidle is read without the lock")]
    [TestCase(19, 2, 1, Description = "startm takes both")]
    public void Wakep_takes_the_schedulers_lock_so_often(int minor, int ps, int times)
    {
        var go = new GoStage(ps, options => options with { Rules = new(minor), Sysmon = false }, goCosts: free => free with { SchedLockHold = Stage.Us(1) });
        go.Run(async (m, _) =>
        {
            go.Process.Waker.Wakep(m);
            Assert.That(m.Thread.Owed, Is.EqualTo(Stage.Us(times)));
            if (ps > 1)
            {
                go.Process.Waker.Wakep(m);
                Assert.That(m.Thread.Owed, Is.EqualTo(Stage.Us(times)), "a searcher is on its way: nothing");
            }

            await m.Thread.Settle();
            return RunOutcome.Exited;
        });
    }

    [Test]
    public void Without_spinning_every_submission_starts_an_M_while_Ps_idle()
    {
        var go = new GoStage(ps: 4, options => options with { Runnext = false, Spinning = false, Sysmon = false }, free => free with { ThreadStart = Stage.Us(10) });
        go.Run(async (m, g) =>
        {
            for (var i = 1; i <= 3; i++) go.Spawn(m, go.Busy("child", 1000));
            Assert.That((go.Process.Sched.Spinning, go.Process.Sched.IdlePs), Is.EqualTo((0, 0)));
            return await go.Busy("main", 1000)(m, g);
        });

        Assert.That(go.Log.Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "10us", "20us", "20us", "20us" }), "not one after the other");
    }

    // 3.5 injectglist

    [TestCase(14, new long[] { 6, 5, 4, 3, 2 }, new long[0], Description = "everything to the global queue")]
    [TestCase(15, new long[] { 6, 5 }, new long[] { 4, 3, 2 }, Description = "one for each idle P, the rest to the own ring")]
    [TestCase(27, new long[] { 6, 5 }, new long[] { 4, 3, 2 })]
    public void What_a_poll_brings_is_shared_between_idle_Ps_and_the_own_ring_in_reversed_order(int minor, long[] global, long[] ring)
    {
        // Goroutines 2 to 7 wait for descriptors that become ready together. The last one's runs; two of three Ps are idle then.
        var go = new GoStage(ps: 3, options => options with { Rules = new(minor), Sysmon = false });
        (long[] Global, long[] Ring)? seen = null;
        OnReadiness(go, readers: 6, m => seen ??= ([.. go.GlobalQueue()], [.. Ring(m.P!)]));

        Assert.That(seen!.Value.Global, Is.EqualTo(global));
        Assert.That(seen.Value.Ring, Is.EqualTo(ring));
    }

    [TestCase(24, 0)]
    [TestCase(25, 1)]
    public void Injectglist_ends_with_wakep_from_1_25_on(int minor, int spinning)
    {
        // One of the two goroutines runs, one is given to a P of its own; a third P stays idle.
        var go = new GoStage(ps: 3, options => options with { Rules = new(minor), Sysmon = false });
        int? seen = null;
        OnReadiness(go, readers: 2, _ => seen ??= go.Process.Sched.Spinning);

        Assert.That(seen, Is.EqualTo(spinning));
    }

    // 3.6 Giving up the CPU

    [TestCase(RunOutcome.Yielded, "C, B, other, main", Description = "Gosched: the tail of the global queue")]
    [TestCase(RunOutcome.Preempted, "C, B, other, main", Description = "gopreempt_m: the same")]
    [TestCase(RunOutcome.YieldedLocally, "C, B, main, other", Description = "goyield: the tail of the own ring")]
    public void Who_gives_way_queues_up_again(RunOutcome outcome, string order)
    {
        var go = new GoStage(ps: 1, options => options with { Sysmon = false });
        var order2 = new List<string>();
        var gaveWay = false;
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            if (gaveWay)
            {
                order2.Add("main");
                return RunOutcome.Exited;
            }

            gaveWay = true;
            go.Submit(Noting("other"));
            go.Spawn(m, Noting("B"));
            go.Spawn(m, Noting("C"));
            return outcome;
        });

        Assert.That(string.Join(", ", order2), Is.EqualTo(order));

        Func<WorkerThread, Goroutine, Process<RunOutcome>> Noting(string name) => async (m, _) =>
        {
            order2.Add(name);
            await m.Thread.Settle();
            return RunOutcome.Exited;
        };
    }

    [TestCase(21, "100us")]
    [TestCase(22, "0us")]
    public void A_goroutine_that_yields_is_taken_over_by_an_idle_P_from_1_22_on(int minor, string resumedAt)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor), Runnext = false, Sysmon = false });
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });
        // The process is idle. One goroutine yields to another that keeps its P busy; nobody else is awake.
        var again = false;
        go.Stage.At(200_000, () => go.Process.SubmitToLocal(go.Process.AllP[0], new Yielder(go, () => again, () => again = true), clock: null));
        go.Stage.Run(300_000);

        Assert.That(go.Log, Has.Count.EqualTo(1));
        Assert.That(go.Log[0], Does.StartWith(resumedAt == "0us" ? "200000us" : "200100us"));
    }

    // 3.7 Parking

    [Test]
    public void Idle_Ps_and_parked_Ms_are_stacks()
    {
        var go = new GoStage(ps: 3);
        var sched = go.Process.Sched;
        foreach (var p in go.Process.AllP) sched.PutIdle(p);
        var ms = Enumerable.Range(0, 3).Select(id => new WorkerThread(id, go.Process.Host.NewThread("", go.Process.Account, GmpSim.Machine.CpuSet.All(1)), maxEvents: 1)).ToList();
        foreach (var m in ms) sched.PutIdle(m);

        Assert.That(new[] { sched.TakeIdleP()!.Id, sched.TakeIdleP()!.Id, sched.TakeIdleP()!.Id }, Is.EqualTo(new[] { 2, 1, 0 }));
        Assert.That(new[] { sched.TakeIdleM()!.Id, sched.TakeIdleM()!.Id, sched.TakeIdleM()!.Id }, Is.EqualTo(new[] { 2, 1, 0 }));
        Assert.That(sched.TakeIdleP(), Is.Null);
    }

    private static IEnumerable<long> Ring(Processor p)
    {
        for (var i = 0; i < p.RingLength; i++) yield return p.Ring[(p.Head + i) % Processor.QueueCapacity]!.Id;
    }

    /// <summary>Goroutines, from number 2 on, each wait for a descriptor; all become ready at 1 ms, and each then looks around.</summary>
    private static void OnReadiness(GoStage go, int readers, Action<WorkerThread> look)
    {
        go.Run(async (m, _) =>
        {
            for (var i = 0; i < readers; i++)
            {
                var (socket, pd) = go.Connection(i, 1_000);
                var reader = go.Reader("", socket, pd);
                go.Spawn(m, async (m1, g) =>
                {
                    if (socket.HasMessage) look(m1);
                    return await reader(m1, g);
                });
            }

            await m.Thread.Settle();
            return RunOutcome.Exited;
        });
    }

    /// <summary>Puts a busy goroutine behind itself in the local queue without a wake-up, then yields.</summary>
    private sealed class Yielder(GoStage go, Func<bool> hasYielded, Action yields) : IGoroutineBody
    {
        public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
        {
            if (hasYielded())
            {
                go.Note("resumed");
                await m.Thread.Settle();
                return RunOutcome.Exited;
            }

            yields();
            await m.Thread.Settle();
            var hog = new Goroutine();
            hog.Begin(1000, new Hog());
            go.Process.Counters.Live.Add(1, go.Stage.Simulation.Now);
            go.Process.MarkRunnable(hog, go.Stage.Simulation.Now, GmpSim.Results.LatencyComponent.LocalQueue);
            RunQueues.PutTail(m.P!, hog);
            return RunOutcome.Yielded;
        }
    }

    private sealed class Hog : IGoroutineBody
    {
        public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
        {
            m.Thread.Spend(Stage.Us(100));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }
    }
}
