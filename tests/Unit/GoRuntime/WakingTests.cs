using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Who is woken for new work, and who takes it from whom.</summary>
public sealed class WakingTests
{
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

    [TestCase(3, 55)]
    [TestCase(0, 0)]
    public void A_runnext_is_stolen_only_after_a_pause_that_the_kernel_makes_longer(int pauseUs, int stolenAtUs)
    {
        var go = new GoStage(ps: 2, options => options with { StealPause = Stage.Us(pauseUs), Sysmon = false }, free => free with { TimerSlack = Stage.Us(52) });
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Busy("child", 1));
            return await go.Busy("main", 1000)(m, g);
        });

        Assert.That(go.Log, Is.EquivalentTo(new[] { "0us main on P0", $"{stolenAtUs}us child on P1" }));
    }

    [Test]
    public void A_runnext_that_its_owner_runs_during_the_pause_is_not_stolen()
    {
        var go = new GoStage(ps: 2, options => options with { Sysmon = false }, free => free with { TimerSlack = Stage.Us(52) });
        go.Run(async (m, g) =>
        {
            go.Spawn(m, go.Busy("child", 100));
            return await go.Busy("main", 30)(m, g);
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us main on P0", "30us child on P0" }));
        Assert.That(go.Process.Counters.Steals, Is.Zero);
    }

    [Test]
    public void A_thief_whose_victim_has_a_new_runnext_after_the_pause_pauses_again()
    {
        var go = new GoStage(ps: 2, options => options with { Sysmon = false }, free => free with { TimerSlack = Stage.Us(47) });
        go.Run(async (m, _) =>
        {
            // The first child sits in runnext from 0 to 30; it leaves the second there from 30 on.
            go.Spawn(m, async (m1, _) =>
            {
                go.Spawn(m1, go.Busy("second", 1));
                m1.Thread.Spend(Stage.Us(1000));
                await m1.Thread.Settle();
                return RunOutcome.Exited;
            });
            m.Thread.Spend(Stage.Us(30));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "100us second on P1" }), "two pauses of 50 us");
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
