using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>The network poller of real Go: who notices that a descriptor is ready, and when.</summary>
public sealed class Section06NetpollTests
{
    [Test]
    public void The_goroutine_of_the_last_event_runs_first()
    {
        var go = new GoStage(ps: 1, costs: free => free with { WakeDeliver = Stage.Us(1) });
        go.Run(async (m, _) =>
        {
            for (var i = 1; i <= 3; i++)
            {
                var (socket, pd) = go.Connection(i, 500);
                go.Spawn(m, go.Reader($"reader {i}", socket, pd));
            }

            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "501us reader 3 on P0", "501us reader 2 on P0", "501us reader 1 on P0" }).Or.EqualTo(new[] { "502us reader 3 on P0", "502us reader 2 on P0", "502us reader 1 on P0" }));
    }

    [Test]
    public void While_all_Ps_are_busy_nobody_polls_until_sysmon_does_after_10_ms()
    {
        var go = new GoStage(ps: 1, options => options with { AsyncPreempt = false });
        var (socket, pd) = go.Connection(1, 5_000);
        int? before = null, after = null;
        go.Stage.At(11_219, () => before = go.Process.Sched.GlobalLength);
        go.Stage.At(11_221, () => after = go.Process.Sched.GlobalLength);
        go.RunHogAndReader(50_000, socket, pd);

        // sysmon wakes after 51 sleeps of 20 us, then 40, 80, … 2560, 5120 us: at 6.1 and 11.22 ms.
        Assert.That((before, after), Is.EqualTo((0, 1)), "readied by sysmon");
        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "50000us reader on P0" }));
    }

    [Test]
    public void A_ready_goroutine_goes_to_the_P_that_polled_not_to_the_one_that_opened_its_descriptor()
    {
        var go = new GoStage(ps: 2, options => options with { Steal = false, Sysmon = false });
        var (socket, pd) = go.Connection(1, 1_000);
        go.RunHogAndReader(5_000, socket, pd);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "1000us reader on P1" }));
    }

    [Test]
    public void A_descriptor_is_registered_once_however_often_its_goroutine_moves()
    {
        var go = new GoStage(ps: 4);
        var (socket, pd) = go.Connection(1, 1_000, 3_000, 5_000);
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Reader("reader", socket, pd));
            for (var i = 0; i < 3; i++) go.Spawn(m, go.Busy("hog", 2_000 + (1_000 * i)));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log.Where(line => line.Contains("reader")), Has.Exactly(3).Items);
        Assert.That(go.Stage.Account.EpollControls + go.Process.Account.EpollControls, Is.EqualTo(2), "the descriptor and the eventfd");
        Assert.That(pd.Item.Trigger, Is.EqualTo(EpollTrigger.EdgeTriggered));
        Assert.That(pd.Item.Interest, Is.EqualTo(PollMask.In | PollMask.Out | PollMask.Hangup | PollMask.Error), "both directions for good");
    }

    [Test]
    public void Of_one_event_for_both_directions_the_writer_runs_first_because_the_reader_was_pushed_before_it()
    {
        var go = new GoStage(ps: 1);
        var (_, pd) = go.Connection(1, 2_000);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            go.Spawn(m, go.After(1_000, who =>
            {
                // Later, for a fresh socket has an event for writers.
                foreach (var mode in new[] { PollMode.Read, PollMode.Write }) go.Spawn(who, go.Waiter($"{mode}", pd, mode));
            }));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "2000us Write None", "2000us Read None" }));
    }

    [TestCase(21, 1)]
    [TestCase(22, 0)]
    public void Up_to_1_21_netpollWaiters_stays_up_after_input(int minor, int counted)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var (_, pd) = go.Connection(1, 1_000);
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            go.Spawn(m, go.Waiter("reader", pd, PollMode.Read));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "1000us reader None" }));
        Assert.That(go.Process.Netpoller.Instances[0].Waiters, Is.EqualTo(counted));
    }

    [TestCase(14, 2)]
    [TestCase(15, 1)]
    public void From_1_15_a_second_break_is_not_written(int minor, long written)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        long? count = null;
        go.Run(async (m, _) =>
        {
            go.Process.Netpoller.Break(m.Thread, m.P!);
            go.Process.Netpoller.Break(m.Thread, m.P!);
            count = go.Process.Netpoller.Instances[0].BreakFd.Count;
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(count, Is.EqualTo(written));
    }

    [Test]
    public void A_non_blocking_poll_leaves_the_break_to_the_blocked_poller()
    {
        var go = new GoStage(ps: 1);
        var (_, pd) = go.Connection(1);
        long? count = null;
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            go.Process.Netpoller.Break(m.Thread, m.P!);
            await go.Process.Netpoller.Poll(m, m.P!);
            count = go.Process.Netpoller.Instances[0].BreakFd.Count;
            return RunOutcome.Exited;
        });

        Assert.That(count, Is.EqualTo(1));
    }

    [TestCase(20, true)]
    [TestCase(21, false)]
    public void From_1_21_an_event_of_the_descriptor_that_had_the_same_pollDesc_before_is_told_apart(int minor, bool isMistaken)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor) });
        var (_, pd) = go.Connection(1);
        var (socket, _) = go.Connection(2);
        var list = new List<Goroutine>();
        PollDesc? again = null;
        go.Run(async (m, _) =>
        {
            go.Process.Open(m, pd);
            var old = pd.Item;
            go.Process.Netpoller.Close(m, pd);
            again = go.Process.NewPollDesc(socket);
            go.Process.Open(m, again);
            go.Process.Netpoller.Collect(m.Thread, again.Instance!, [new(old, PollMask.In)], 1, list, blocking: false);
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(again, Is.SameAs(pd), "recycled");
        Assert.That(pd.Semaphore(PollMode.Read).IsReady, Is.EqualTo(isMistaken));
    }

    [Test]
    public void At_most_one_M_is_blocked_in_the_shared_poller_however_many_are_idle()
    {
        var go = new GoStage(ps: 4);
        go.Run(async (m, _) =>
        {
            for (var i = 1; i <= 8; i++)
            {
                var (socket, pd) = go.Connection(i, 100, 200, 300);
                go.Spawn(m, go.Reader("reader", socket, pd));
            }

            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Has.Count.EqualTo(24));
        Assert.That(go.Process.Netpoller.Instances, Has.Count.EqualTo(1));
        Assert.That(go.Process.Netpoller.Instances[0].Epoll.WaiterCount, Is.EqualTo(1), "asleep in epoll_wait");
        Assert.That(go.Process.Sched.IdleMs, Is.EqualTo(go.Process.Ms.Count - 1), "the others are parked");
    }
}
