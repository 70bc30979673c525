using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Who is woken by epoll, how often, and with what.</summary>
public sealed class EpollTests
{
    [Test]
    public void An_edge_triggered_descriptor_is_delivered_once_for_all_that_came_before()
    {
        Assert.That(DeliveriesAfterTwoWrites(levelTriggered: false), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void A_level_triggered_descriptor_is_delivered_as_long_as_it_is_ready()
    {
        Assert.That(DeliveriesAfterTwoWrites(levelTriggered: true), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public void An_edge_triggered_descriptor_is_delivered_again_after_another_change()
    {
        var stage = new Stage();
        var counts = new List<int>();
        stage.Thread("a", async thread =>
        {
            var (epoll, source) = Watched(stage, thread, levelTriggered: false);
            var events = new EpollEvent[4];
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events));
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events));
            await thread.Settle();
        });

        stage.Run();

        Assert.That(counts, Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public void The_thread_that_began_to_wait_last_is_woken_first()
    {
        var stage = new Stage(4);
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var source = new EventFd(stage.Host);
        stage.Thread("registrar", async thread =>
        {
            epoll.Add(thread, new(source, source));
            await thread.Settle();
        });
        foreach (var (name, at) in new[] { ("first", 1), ("second", 2), ("third", 3) }) stage.At(at, () => stage.Thread(name, WaitsOnce(stage, epoll)));
        for (var at = 10; at < 13; at++) stage.At(at, () => source.WriteFromOutside(stage.Host.Cores[0]));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "10us third got 1", "11us second got 1", "12us first got 1" }));
    }

    [TestCase(1, 3, 1, 0)]
    [TestCase(2, 3, 2, 1)]
    [TestCase(3, 2, 2, 1)]
    [TestCase(5, 4, 4, 3)]
    public void A_burst_of_k_events_wakes_as_many_waiters_and_all_but_the_first_find_nothing(int events, int waiters, int woken, int spurious)
    {
        var stage = new Stage(8);
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var sources = Enumerable.Range(0, events).Select(_ => new EventFd(stage.Host)).ToArray();
        stage.Thread("registrar", async thread =>
        {
            foreach (var source in sources) epoll.Add(thread, new(source, source));
            await thread.Settle();
        });
        stage.At(1, () =>
        {
            for (var i = 0; i < waiters; i++) stage.Thread($"waiter {i}", WaitsOnce(stage, epoll));
        });
        stage.At(10, () =>
        {
            foreach (var source in sources) source.WriteFromOutside(stage.Host.Cores[7]);
        });

        stage.Run(20);

        Assert.That(stage.Account.EpollWakeups, Is.EqualTo(woken), "woken");
        Assert.That(stage.Account.SpuriousWakeups, Is.EqualTo(spurious), "for nothing");
        Assert.That(stage.Account.EpollEvents, Is.EqualTo(events), "events");
        Assert.That(epoll.WaiterCount, Is.EqualTo(waiters - 1), "asleep again or still");
    }

    [Test]
    public void What_is_still_ready_after_a_harvest_wakes_one_more_waiter()
    {
        var stage = new Stage(4);
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var source = new EventFd(stage.Host);
        stage.Thread("registrar", async thread =>
        {
            epoll.Add(thread, new(source, source, EpollTrigger.None));
            await thread.Settle();
        });
        stage.At(1, () => stage.Thread("first", WaitsOnce(stage, epoll)));
        stage.At(2, () => stage.Thread("second", WaitsOnce(stage, epoll)));
        stage.At(10, () => source.WriteFromOutside(stage.Host.Cores[3]));

        stage.Run();

        // One event, level-triggered and never drained: the harvest puts it back and wakes the next.
        Assert.That(stage.Log, Is.EqualTo(new[] { "10us second got 1", "10us first got 1" }));
    }

    [Test]
    public void A_descriptor_that_is_ready_when_it_is_added_is_delivered_once()
    {
        var stage = new Stage();
        var counts = new List<int>();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var source = new EventFd(stage.Host);
            source.Write(thread);
            epoll.Add(thread, new(source, source));
            var events = new EpollEvent[4];
            counts.Add(epoll.Poll(thread, events));
            counts.Add(epoll.Poll(thread, events));
            await thread.Settle();
        });

        stage.Run();

        Assert.That(counts, Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void A_removed_descriptor_leaves_the_ready_list_and_is_heard_of_no_more()
    {
        var stage = new Stage();
        var counts = new List<int>();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var source = new EventFd(stage.Host);
            var item = new EpollItem(source, source);
            epoll.Add(thread, item);
            source.Write(thread);
            epoll.Remove(thread, item);
            counts.Add(epoll.ReadyCount);
            source.Write(thread);
            counts.Add(epoll.Poll(thread, new EpollEvent[4]));
            await thread.Settle();
        });

        stage.Run();

        Assert.That(counts, Is.EqualTo(new[] { 0, 0 }));
    }

    [Test]
    public void A_one_shot_descriptor_is_silent_after_its_event_until_it_is_armed_again_which_looks_at_it_once_more()
    {
        var stage = new Stage();
        var counts = new List<int>();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var source = new EventFd(stage.Host);
            var item = new EpollItem(source, source, EpollTrigger.OneShot, PollMask.In);
            var events = new EpollEvent[4];
            epoll.Add(thread, item);
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events)); // fires
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events)); // disarmed: the callback is dropped
            epoll.Modify(thread, item, PollMask.In);
            counts.Add(epoll.Poll(thread, events)); // the level was high at the modification
            counts.Add(epoll.Poll(thread, events));
            source.Drain(thread);
            epoll.Modify(thread, item, PollMask.In);
            counts.Add(epoll.Poll(thread, events)); // armed, but nothing is there
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events));
            await thread.Settle();
        });

        stage.Run();

        Assert.That(counts, Is.EqualTo(new[] { 1, 0, 1, 0, 0, 1 }));
    }

    [Test]
    public void A_modification_arms_an_edge_again()
    {
        var stage = new Stage();
        var counts = new List<int>();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var source = new EventFd(stage.Host);
            var item = new EpollItem(source, source);
            var events = new EpollEvent[4];
            epoll.Add(thread, item);
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events));
            counts.Add(epoll.Poll(thread, events));
            epoll.Modify(thread, item, PollMask.In);
            counts.Add(epoll.Poll(thread, events));
            await thread.Settle();
        });

        stage.Run();

        Assert.That(counts, Is.EqualTo(new[] { 1, 0, 1 }));
    }

    [Test]
    public void The_mask_of_an_event_is_the_state_at_the_harvest_not_what_changed()
    {
        var stage = new Stage();
        var masks = new List<PollMask>();
        stage.Thread("a", async thread =>
        {
            var (server, client) = TcpSocket.Pair(stage.Host, 0);
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var events = new EpollEvent[4];
            epoll.Add(thread, new(server, server));
            epoll.Poll(thread, events);
            masks.Add(events[0].Mask);
            client.Send(thread, new Letter());
            epoll.Poll(thread, events);
            masks.Add(events[0].Mask);
            await thread.Settle();
        });

        stage.Run();

        Assert.That(masks, Is.EqualTo(new[] { PollMask.Out, PollMask.In | PollMask.Out }));
    }

    [Test]
    public void A_read_of_an_eventfd_is_an_event_for_whoever_asks_for_room_to_write()
    {
        var stage = new Stage(2);
        var source = new EventFd(stage.Host);
        var reading = new EpollInstance(stage.Host, stage.Account);
        var writing = new EpollInstance(stage.Host, stage.Account);
        stage.Thread("a", async thread =>
        {
            reading.Add(thread, new(source, source, EpollTrigger.EdgeTriggered, PollMask.In));
            writing.Add(thread, new(source, source));
            source.Write(thread);
            reading.Poll(thread, new EpollEvent[1]);
            writing.Poll(thread, new EpollEvent[1]);
            source.Drain(thread);
            await thread.Settle();
        });

        stage.Run();

        Assert.That((reading.ReadyCount, writing.ReadyCount), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Epoll_refuses_what_the_kernel_refuses()
    {
        var stage = new Stage();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var source = new EventFd(stage.Host);
            var item = new EpollItem(source, source, EpollTrigger.Exclusive);
            Assert.That(() => epoll.Modify(thread, item, PollMask.In), Throws.InvalidOperationException.With.Message.StartsWith("ENOENT"));
            epoll.Add(thread, item);
            Assert.That(() => epoll.Add(thread, item), Throws.InvalidOperationException.With.Message.StartsWith("EEXIST"));
            Assert.That(() => epoll.Modify(thread, item, PollMask.In), Throws.InvalidOperationException.With.Message.StartsWith("EINVAL"));
            Assert.That(() => epoll.Add(thread, new(source, source, EpollTrigger.Exclusive | EpollTrigger.OneShot)), Throws.InvalidOperationException.With.Message.StartsWith("EINVAL"));
            epoll.Remove(thread, item);
            Assert.That(() => epoll.Remove(thread, item), Throws.InvalidOperationException.With.Message.StartsWith("ENOENT"));
            await thread.Settle();
        });

        stage.Run();
    }

    [Test]
    public void What_does_not_fit_stays_on_the_ready_list_in_order()
    {
        var stage = new Stage();
        var seen = new List<int>();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            for (var i = 0; i < 3; i++)
            {
                var source = new EventFd(stage.Host);
                epoll.Add(thread, new(source, i));
                source.Write(thread);
            }

            var events = new EpollEvent[2];
            for (var count = epoll.Poll(thread, events); count > 0; count = epoll.Poll(thread, events))
            {
                for (var i = 0; i < count; i++) seen.Add((int)events[i].Item.Tag);
                seen.Add(-1);
            }

            await thread.Settle();
        });

        stage.Run();

        Assert.That(seen, Is.EqualTo(new[] { 0, 1, -1, 2, -1 }));
    }

    /// <remarks>Two of three levels fit; while the harvest goes on, a fourth descriptor becomes ready. Then: what was left, what has arrived, what was put back.</remarks>
    [Test]
    public void What_arrives_during_a_harvest_goes_behind_what_was_left_and_before_what_was_put_back()
    {
        var stage = new Stage(2, free => free with { EpollHarvest = Us(10) });
        var order = "";
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            var sources = Enumerable.Range(0, 4).Select(_ => new EventFd(stage.Host)).ToArray();
            for (var i = 0; i < 4; i++) epoll.Add(thread, new(sources[i], i, EpollTrigger.None, PollMask.In));
            for (var i = 0; i < 3; i++) sources[i].Write(thread);
            stage.At(5, () => sources[3].WriteFromOutside(stage.Host.Cores[1]));
            var events = new EpollEvent[4];
            Assert.That(epoll.Poll(thread, events.AsSpan(0, 2)), Is.EqualTo(2));
            await thread.Settle();
            var count = epoll.Poll(thread, events);
            order = string.Join(' ', events.Take(count).Select(e => e.Item.Tag));
            await thread.Settle();
        });

        stage.Run();

        Assert.That(order, Is.EqualTo("2 3 0 1"));
    }

    /// <remarks>Round robin with period ⌈ready/maxevents⌉: nothing that stays ready starves.</remarks>
    [TestCase(5, 1)]
    [TestCase(5, 2)]
    [TestCase(8, 3)]
    [TestCase(4, 4)]
    public void Levels_that_stay_ready_are_delivered_in_turn(int ready, int maxEvents)
    {
        var stage = new Stage();
        var seen = new List<int>();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            for (var i = 0; i < ready; i++)
            {
                var source = new EventFd(stage.Host);
                epoll.Add(thread, new(source, i, EpollTrigger.None, PollMask.In));
                source.Write(thread);
            }

            var events = new EpollEvent[maxEvents];
            while (seen.Count < 3 * ready)
            {
                var count = epoll.Poll(thread, events);
                for (var i = 0; i < count; i++) seen.Add((int)events[i].Item.Tag);
            }

            await thread.Settle();
        });

        stage.Run();

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, seen.Count).Select(i => i % ready)));
    }

    [Test]
    public void A_wait_with_a_deadline_ends_there_with_nothing()
    {
        var stage = new Stage();
        stage.Thread("a", async thread =>
        {
            var epoll = new EpollInstance(stage.Host, stage.Account);
            stage.Note($"got {await epoll.Wait(thread, new EpollEvent[1], SimTime.Zero + Us(30))}");
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "30us got 0" }));
        Assert.That(stage.Account.EpollWakeups, Is.Zero);
    }

    private static int[] DeliveriesAfterTwoWrites(bool levelTriggered)
    {
        var stage = new Stage();
        var counts = new List<int>();
        stage.Thread("a", async thread =>
        {
            var (epoll, source) = Watched(stage, thread, levelTriggered);
            var events = new EpollEvent[4];
            source.Write(thread);
            source.Write(thread);
            counts.Add(epoll.Poll(thread, events));
            counts.Add(epoll.Poll(thread, events));
            await thread.Settle();
        });

        stage.Run();
        return [.. counts];
    }

    private static (EpollInstance Epoll, EventFd Source) Watched(Stage stage, KernelThread thread, bool levelTriggered)
    {
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var source = new EventFd(stage.Host);
        epoll.Add(thread, new(source, source, levelTriggered ? EpollTrigger.None : EpollTrigger.EdgeTriggered));
        return (epoll, source);
    }

    private static Func<KernelThread, Process> WaitsOnce(Stage stage, EpollInstance epoll) =>
        async thread => stage.Note($"{thread.Name} got {await epoll.Wait(thread, new EpollEvent[16], SimTime.MaxValue)}");

    private sealed class Letter : IMessage
    {
        public int SizeBytes => 1;

        public GmpSim.Results.LatencyClock Clock { get; } = new();

        public void Arrived(SimTime at)
        {
        }
    }

    [TestCase(false, new[] { 1, 1, 1 })]
    [TestCase(true, new[] { 11, 21, 31 })]
    public void Writers_of_one_eventfd_wait_for_each_others_callbacks(bool isWatched, int[] doneAtUs)
    {
        // The callbacks themselves overlap: up to 6.17 they share ep->lock. The eventfd's own lock is held meanwhile.
        var stage = new Stage(4, free => free with { EventfdWrite = Us(1), EpollCallback = Us(10) });
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var source = new EventFd(stage.Host);
        if (isWatched)
        {
            stage.Thread("registrar", async thread =>
            {
                epoll.Add(thread, new(source, source));
                await thread.Settle();
            });
        }

        stage.At(100, () =>
        {
            for (var writer = 0; writer < 3; writer++)
            {
                stage.Thread("writer", async thread =>
                {
                    source.Write(thread);
                    await thread.Settle();
                    stage.Note("done");
                });
            }
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(doneAtUs.Select(us => $"{100 + us}us done")));
        Assert.That(source.Count, Is.EqualTo(3));
    }
}
