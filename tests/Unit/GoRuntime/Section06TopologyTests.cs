using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Netpollers that no released Go has: one per P, shards, threads of their own, and the herd.</summary>
public sealed class Section06TopologyTests
{
    [Test]
    public void A_descriptor_belongs_to_the_P_that_opened_it_and_moves_when_its_goroutine_parks_elsewhere()
    {
        var go = new GoStage(ps: 2, options => options with { Topology = NetpollTopology.PerP, Sysmon = false });
        var (socket, pd) = go.Connection(1);
        var reader = go.Reader("reader", socket, pd, isOpen: true);
        var opened = false;
        PollInstance? first = null;
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Busy("hog", 5_000));
            go.Spawn(m, async (m1, g1) =>
            {
                if (opened) return await reader(m1, g1);
                opened = true;
                go.Process.Open(m1, pd);
                first = pd.Instance;
                await m1.Thread.Settle();
                return RunOutcome.Yielded; // P0 goes on with the hog, so P1 takes it over
            });
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 1_000);

        Assert.That(first, Is.SameAs(go.Process.Netpoller.Instances[0]), "where it was opened");
        Assert.That(pd.Instance, Is.SameAs(go.Process.Netpoller.Instances[1]), "where its goroutine waits");
        Assert.That(go.Process.Netpoller.Instances.Select(instance => instance.Waiters), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Nobody_polls_the_instance_of_a_busy_P_even_if_another_is_idle()
    {
        var go = new GoStage(ps: 2, options => options with { Topology = NetpollTopology.PerP, Steal = false, Sysmon = false });
        var (socket, pd) = go.Connection(1, 1_000);
        go.RunHogAndReader(5_000, socket, pd);

        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "5000us reader on P0" }));
    }

    [Test]
    public void Without_rebinding_the_event_of_a_goroutine_that_has_moved_is_lost([Values] bool rebinds)
    {
        var go = new GoStage(ps: 2, options => options with { Topology = NetpollTopology.PerP, Sysmon = false, RebindOnMigrate = rebinds });
        go.Stage.Simulation.Observer = null; // the checker would object to the fault
        RunMovedReader(go);

        Assert.That(go.Log.Where(line => line.Contains("reader")), Has.Exactly(rebinds ? 1 : 0).Items);
        Assert.That(go.Process.Counters.LostEvents, Is.EqualTo(rebinds ? 0 : 1));
    }

    [Test]
    public void The_checker_finds_the_lost_event()
    {
        var go = new GoStage(ps: 2, options => options with { Topology = NetpollTopology.PerP, Sysmon = false, RebindOnMigrate = false });

        var checker = (InvariantChecker)go.Stage.Simulation.Observer!;
        RunMovedReader(go);

        Assert.That(() => checker.Check(atEndOfInstant: true), Throws.InstanceOf<InvariantViolationException>().With.Message.Contains("lost event"));
    }

    [Test]
    public void When_Ps_go_their_descriptors_are_dealt_over_those_that_stay_and_no_event_is_lost()
    {
        var go = new GoStage(ps: 4, options => options with { Topology = NetpollTopology.PerP, Sysmon = false });
        var connections = Enumerable.Range(0, 6).Select(i => go.Connection(i, 2_000)).ToArray();
        go.Run(async (m, _) =>
        {
            foreach (var (socket, pd) in connections) go.Spawn(m, go.Reader("reader", socket, pd));
            for (var i = 0; i < 3; i++) go.Spawn(m, go.Busy("hog", 500));
            go.Spawn(m, go.After(1_000, who => go.Process.Netpoller.Resize(who, 1)));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log.Count(line => line.StartsWith("2000us reader", StringComparison.Ordinal)), Is.EqualTo(6));
    }

    [TestCase(25, 3, Description = "up to 1.25 the start leaves the P with the lowest number on top of the idle stack")]
    [TestCase(26, 1, Description = "from 1.26 that with the highest")]
    public void A_P_whose_poller_came_back_while_the_world_stood_is_watched_again_from_the_start(int minor, int home)
    {
        // A and B wait on the instance of the P at the bottom of the idle stack. A's message at 15 us brings its M back, which finds no P: A goes to the global
        // queue. One searcher would find it there and wake another; neither has the P below, where nobody would see B's message.
        var go = new GoStage(ps: 4, options => options with { Topology = NetpollTopology.PerP, Sysmon = false, Rules = new(minor) });
        var (a, b) = (go.Connection(0, 15), go.Connection(1, 40));
        go.Stage.At(1, () => go.Process.SubmitToLocal(go.Process.Processors[home], new Code(go.Reader("A", a.Socket, a.PollDesc)), clock: null));
        go.Stage.At(3, () => go.Process.SubmitToLocal(go.Process.Processors[home], new Code(go.Reader("B", b.Socket, b.PollDesc)), clock: null));
        go.Run(async (m, _) =>
        {
            m.Thread.Spend(Stage.Us(10));
            await m.Thread.Settle();
            await go.Process.World.Stop(m, StopReason.Other);
            m.Thread.Spend(Stage.Us(10));
            await go.Process.World.Start(m);
            go.Note("started");
            m.Thread.Spend(Stage.Us(100));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 1_000);

        Assert.That(go.Log, Is.EqualTo(new[] { "20us started", $"20us A on P{home}", $"40us B on P{home}" }));
    }

    [Test]
    public void Shards_get_descriptors_in_turn_and_each_that_is_waited_on_is_watched_even_with_one_P()
    {
        var go = new GoStage(ps: 1, options => options with { Topology = NetpollTopology.Sharded, Shards = 3, Sysmon = false });
        var connections = new[] { go.Connection(0, 1_000), go.Connection(1, 2_000), go.Connection(2), go.Connection(3, 3_000) };
        go.Run(async (m, _) =>
        {
            for (var i = 0; i < connections.Length; i++) go.Spawn(m, go.Reader($"reader {i}", connections[i].Socket, connections[i].PollDesc));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 10_000);

        Assert.That(go.Log.Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "1000us", "2000us", "3000us" }), "at once");
        Assert.That(go.Process.Netpoller.Instances.Select(shard => shard.Sleepers.Count), Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That(go.Process.Netpoller.Instances.Select(shard => shard.Waiters), Is.EqualTo(new[] { 2, 1, 1 }));
    }

    [Test]
    public void Dedicated_threads_poll_while_all_Ps_are_busy_and_put_goroutines_into_the_global_queue()
    {
        var go = new GoStage(ps: 1, options => options with { Topology = NetpollTopology.Dedicated, Shards = 2, Sysmon = false, AsyncPreempt = false });
        var (socket, pd) = go.Connection(1, 1_000);
        int? before = null, after = null;
        go.Stage.At(999, () => before = go.Process.Sched.GlobalLength);
        go.Stage.At(1_001, () => after = go.Process.Sched.GlobalLength);
        go.RunHogAndReader(5_000, socket, pd);

        Assert.That((before, after), Is.EqualTo((0, 1)));
        Assert.That(go.Log, Is.EqualTo(new[] { "0us hog on P0", "5000us reader on P0" }));
    }

    /// <remarks>
    /// Three idle Ms sleep in one instance, each 10 µs from its wake-up to its look; the goroutine reads 25 µs after it has been found. Edge: the
    /// event wakes one. Level: M1 looks at 10 and finds it; the chained M2 looks at 20, gets the same event for nobody and switches the level
    /// off; the M3 that it chained looks at 30 and finds nothing. One-shot cures that.
    /// </remarks>
    [TestCase(EpollTrigger.EdgeTriggered, ExpectedResult = "1 woken, 0 slept again, 0 returned for nobody")]
    [TestCase(EpollTrigger.None, ExpectedResult = "3 woken, 1 slept again, 1 returned for nobody")]
    [TestCase(EpollTrigger.OneShot, ExpectedResult = "1 woken, 0 slept again, 0 returned for nobody")]
    public string The_herd_and_its_cures(EpollTrigger trigger)
    {
        var go = new GoStage(ps: 4, options => options with { PollTrigger = trigger, AnyMayWait = true, Sysmon = false }, free => free with { WakeDeliver = Stage.Us(10) });
        var (socket, pd) = go.Connection(1, 10_000);
        var process = go.Process;
        var (woken, spurious, useless) = (0L, 0L, 0L);
        go.Stage.At(9_000, () => (woken, spurious, useless) = (process.Account.EpollWakeups, process.Account.SpuriousWakeups, process.Counters.UselessReturns));
        var isOpen = false;
        go.Run(async (m, _) =>
        {
            for (var i = 0; i < 3; i++) go.Spawn(m, go.Busy("hog", 1_000));
            go.Spawn(m, async (m1, g1) =>
            {
                if (!isOpen)
                {
                    process.Open(m1, pd);
                    isOpen = true;
                }
                else
                {
                    m1.Thread.Spend(Stage.Us(25));
                }

                await m1.Thread.Settle();
                if (socket.HasMessage)
                {
                    socket.Receive();
                    go.Note("read");
                }

                GoProcess.ResetPoll(pd);
                return process.ParkOnNetpoll(m1, g1, pd) ? RunOutcome.Parked : RunOutcome.Yielded;
            });
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(process.Netpoller.Instances[0].Sleepers, Has.Count.GreaterThanOrEqualTo(3));
        Assert.That(go.Log[^1], Is.EqualTo("10035us read"));
        return $"{process.Account.EpollWakeups - woken} woken, {process.Account.SpuriousWakeups - spurious} slept again, {process.Counters.UselessReturns - useless} returned for nobody";
    }

    [Test]
    public void A_P_for_new_work_is_taken_by_an_M_that_the_herd_gives_up()
    {
        var go = new GoStage(ps: 4, options => options with { AnyMayWait = true, Sysmon = false });
        var (socket, pd) = go.Connection(1);
        go.Stage.At(5_000, () =>
        {
            for (var i = 0; i < 3; i++) go.Submit(go.Busy("late", 1_000));
        });
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Reader("reader", socket, pd));
            for (var i = 0; i < 3; i++) go.Spawn(m, go.Busy("early", 1_000));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log.Count(line => line.StartsWith("5000us late", StringComparison.Ordinal)), Is.EqualTo(3), "all at once, on Ms that exist");
        Assert.That(go.Process.Ms, Has.Count.LessThanOrEqualTo(5));
    }

    [Test]
    public void Every_netpoller_delivers_every_message(
        [Values("Shared", "Shared, any may wait", "PerP", "Sharded", "Sharded, any may wait", "Dedicated")] string netpoller,
        [Values(EpollTrigger.EdgeTriggered, EpollTrigger.None, EpollTrigger.OneShot, EpollTrigger.EdgeTriggered | EpollTrigger.OneShot, EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive)] EpollTrigger trigger,
        [Values(14, 27)] int minor)
    {
        var topology = Enum.Parse<NetpollTopology>(netpoller.Split(',')[0]);
        var anyMayWait = netpoller.EndsWith("any may wait", StringComparison.Ordinal);
        var go = new GoStage(ps: 3, options => options with { Topology = topology, Shards = 2, PollTrigger = trigger, AnyMayWait = anyMayWait, Rules = new(minor) }, free => free with { WakeDeliver = Stage.Us(3), EpollHarvest = Stage.Us(1) });
        go.Run(async (m, _) =>
        {
            for (var i = 0; i < 8; i++)
            {
                var number = i;
                var (socket, pd) = go.Connection(number, [.. Enumerable.Range(1, 20).Select(n => (n * 97L) + (number * n % 7))]);
                go.Spawn(m, go.Reader("reader", socket, pd));
            }

            go.Spawn(m, go.Busy("hog", 700));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log.Count(line => line.Contains("reader")), Is.EqualTo(160));
    }

    /// <summary>A reader opens its connection on P0, is carried over to P1, parks there; then a message comes.</summary>
    private static void RunMovedReader(GoStage go)
    {
        var (socket, pd) = go.Connection(1, 20_000);
        var reader = go.Reader("reader", socket, pd, isOpen: true);
        var opened = false;
        go.Run(async (m, _) =>
        {
            go.Spawn(m, go.Busy("hog", 5_000));
            go.Spawn(m, async (m1, g1) =>
            {
                if (opened) return await reader(m1, g1);
                opened = true;
                go.Process.Open(m1, pd);
                await m1.Thread.Settle();
                return RunOutcome.Yielded; // P0 goes on with the hog, so P1 takes it over
            });
            await m.Thread.Settle();
            return RunOutcome.Exited;
        }, us: 30_000);
    }
}
