using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>stealWork: whom a thief visits, what it takes, and when it dares to take a runnext.</summary>
public sealed class Section03StealWorkTests
{
    // 3.4, steps 1, 3 and 5

    [TestCase(15, 2, 4)]
    [TestCase(15, 6, 20)]
    [TestCase(16, 6, 0, Description = "from 1.16 on idle Ps are skipped by their bit in idlepMask")]
    public void A_search_that_fails_looks_at_every_other_P_four_times(int minor, int ps, int looks)
    {
        var go = new GoStage(ps, options => options with { Rules = new(minor), Sysmon = false });
        go.Run(async (m, _) =>
        {
            var before = go.Process.Counters.StealAttempts;
            var search = await go.Process.Stealing.Steal(m, m.P!);
            go.Note($"{search.Goroutine?.Id} {go.Process.Counters.StealAttempts - before}");
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { $"0us  {looks}" }));
    }

    [TestCase(18)]
    [TestCase(27)]
    public void A_pass_visits_each_other_P_once_in_an_order_that_changes(int minor)
    {
        // The victim that a thief visits first has something for it: over many searches every P is first sometimes.
        var go = new GoStage(ps: 5, options => options with { Rules = new(minor), Sysmon = false, Spinning = false });
        var firsts = new SortedSet<int>();
        go.Run(async (m, _) =>
        {
            go.Stage.Simulation.Observer = null; // queues are filled by hand
            foreach (var p in go.Process.AllP) p.IsIdle = false;
            for (var i = 0; i < 100; i++)
            {
                for (var p = 1; p < 5; p++) RunQueues.PutTail(go.Process.AllP[p], Marked(p));
                for (var p = 1; p < 5; p++)
                {
                    var g = (await go.Process.Stealing.Steal(m, m.P!)).Goroutine!;
                    if (p == 1) firsts.Add((int)g.Id);
                }

                Assert.That((await go.Process.Stealing.Steal(m, m.P!)).Goroutine, Is.Null, "four searches emptied four rings");
            }

            foreach (var p in go.Process.AllP[1..]) p.IsIdle = true;
            return RunOutcome.Exited;
        });

        Assert.That(firsts, Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    // Step 4: timers of others, see also section 7

    [TestCase(15, "100us runnext on P1", "110us timer on P1", Description = "the run queue first")]
    [TestCase(16, "100us timer on P1", "110us runnext on P1", Description = "timers first")]
    public void In_the_last_pass_a_thief_runs_a_victims_timers_from_1_16_on_before_it_takes_its_runnext(int minor, string first, string second)
    {
        var go = new GoStage(ps: 2, options => options with { Rules = new(minor), Sysmon = false, StealPause = SimDuration.Zero });
        go.Stage.At(0, () => go.Process.SubmitToLocal(go.Process.AllP[1], new Code(go.Busy("other", 100)), clock: null));
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            go.Process.Timers.Start(m, new AfterFunc(go, go.Busy("timer", 10)), SimTime.Zero + Stage.Us(50));
            go.Spawn(m, go.Busy("runnext", 10));
            m.Thread.Spend(Stage.Us(1000));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us other on P1", first, second }));
    }

    [Test]
    public void What_a_stolen_timer_readies_comes_through_the_thiefs_runnext_and_inherits_its_slice()
    {
        var go = new GoStage(ps: 2, options => options with { Sysmon = false });
        go.Stage.At(0, () => go.Process.SubmitToLocal(go.Process.AllP[1], new Code(go.Busy("other", 100)), clock: null));
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            go.Process.Timers.Start(m, new AfterFunc(go, go.Ticking("timer")), SimTime.Zero + Stage.Us(50));
            m.Thread.Spend(Stage.Us(1000));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us other on P1", "100us timer tick 1" }), "tick 1 of P1 was the other's");
    }

    // Step 7: runnext

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

    /// <summary>From 45 us on main is parked and can be readied, and the child lies in runnext until its P has done what the receive takes.</summary>
    [Test]
    public void A_thief_whose_pause_ends_between_park_and_schedule_has_both_goroutines()
    {
        var go = new GoStage(ps: 2, options => options with { Sysmon = false }, free => free with { TimerSlack = Stage.Us(47) }, goCosts: free => free with { ChannelOp = Stage.Us(10) });
        var channel = go.Process.Sync.NewChannel("c", 0);
        var child = new Script(go, "child").NoteP().Send(channel);

        go.Run(new Script(go, "main").Spawn(child).Cpu(45).Receive(channel).NoteP());

        Assert.That(go.Log[0], Is.EqualTo("50us child on P1"));
        Assert.That(go.Log, Has.Count.EqualTo(2));
        Assert.That(go.Log[1], Does.EndWith("main on P1"));
    }

    // The toggle

    [TestCase(true, "0us child on P1")]
    [TestCase(false, "100us child on P0")]
    public void Without_stealing_a_goroutine_runs_where_it_was_created(bool steal, string childRuns)
    {
        var go = new GoStage(ps: 2, options => options with { Steal = steal, Runnext = false, Sysmon = false });
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Busy("child", 1));
            m.Thread.Spend(Stage.Us(100));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { childRuns }));
    }

    private static Goroutine Marked(int p)
    {
        var g = new Goroutine();
        g.Begin(p, null!);
        return g;
    }
}
