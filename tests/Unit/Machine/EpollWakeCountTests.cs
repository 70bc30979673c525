using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>How many threads one event wakes, for every way of waiting: the table of Linux 6.6 and later.</summary>
/// <remarks>
/// Woken: taken out of epoll_wait's sleep. Returned: epoll_wait gave it an event. Spurious: woken, found nothing, slept again.
/// A woken thread gets to look 10 µs later (the hop).
/// </remarks>
public sealed class EpollWakeCountTests
{
    private const int HopUs = 10;

    [Test]
    public void An_edge_on_a_shared_instance_wakes_one_thread([Values(1, 2, 4, 8, 16)] int waiters) =>
        Assert.That(OneEventOnSharedInstance(waiters, EpollTrigger.EdgeTriggered, readAfterUs: 25), Is.EqualTo((1, 1, 0)));

    [Test]
    public void A_one_shot_event_on_a_shared_instance_wakes_one_thread_level_triggered_or_not([Values(1, 2, 4, 8, 16)] int waiters, [Values] bool edge) =>
        Assert.That(OneEventOnSharedInstance(waiters, EpollTrigger.OneShot | (edge ? EpollTrigger.EdgeTriggered : EpollTrigger.None), readAfterUs: 25), Is.EqualTo((1, 1, 0)));

    [TestCase(1, ExpectedResult = "1 woken, 1 returned, 0 spurious")]
    [TestCase(2, ExpectedResult = "2 woken, 1 returned, 1 spurious")]
    [TestCase(16, ExpectedResult = "2 woken, 1 returned, 1 spurious")]
    public string A_level_that_is_read_before_the_next_thread_can_look_still_wakes_two(int waiters)
    {
        var (woken, returned, spurious) = OneEventOnSharedInstance(waiters, EpollTrigger.None, readAfterUs: 5);
        return $"{woken} woken, {returned} returned, {spurious} spurious";
    }

    /// <remarks>The chain: thread j looks at j·hop and returns if the event is still there: R = min(N, 1 + ⌊D/hop⌋), W = min(N, R + 1).</remarks>
    [Test]
    public void A_level_on_a_shared_instance_wakes_one_after_another_until_it_is_read([Values(1, 2, 4, 8, 16)] int waiters, [Values(5, 15, 25, 95, 1000)] int readAfterUs)
    {
        var returned = Math.Min(waiters, 1 + (readAfterUs / HopUs));
        var woken = Math.Min(waiters, returned + 1);

        Assert.That(OneEventOnSharedInstance(waiters, EpollTrigger.None, readAfterUs), Is.EqualTo((woken, returned, woken - returned)));
    }

    [Test]
    public void Instances_that_share_a_descriptor_are_all_woken([Values(1, 2, 4, 8, 16)] int instances) =>
        Assert.That(OneEventOnManyInstances(instances, _ => EpollTrigger.EdgeTriggered, "all"), Is.EqualTo(instances));

    [Test]
    public void Of_instances_that_share_a_descriptor_exclusively_one_is_woken([Values(1, 2, 4, 8, 16)] int instances) =>
        Assert.That(OneEventOnManyInstances(instances, _ => EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive, "0"), Is.EqualTo(1), "the one that registered first");

    [Test]
    public void All_that_share_openly_and_one_that_shares_exclusively_are_woken() =>
        Assert.That(OneEventOnManyInstances(5, i => i < 3 ? EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive : EpollTrigger.EdgeTriggered, "4 3 0"), Is.EqualTo(3), "newest first, then the oldest of the exclusive ones");

    [Test]
    public void Instances_with_descriptors_of_their_own_are_woken_for_their_own_only([Values(1, 2, 4, 8, 16)] int instances)
    {
        var stage = new Stage(instances + 1);
        var sources = Enumerable.Range(0, instances).Select(_ => new EventFd(stage.Host)).ToArray();
        foreach (var source in sources) stage.Thread("waiter", WaitsOnOwnInstance(stage, source, EpollTrigger.EdgeTriggered, "x"));
        stage.At(10, () => sources[^1].WriteFromOutside(stage.Host.Cores[instances]));

        stage.Run();

        Assert.That((stage.Account.EpollWakeups, stage.Account.SpuriousWakeups), Is.EqualTo((1, 0)));
    }

    [Test]
    public void An_exclusive_event_passes_over_an_instance_where_nobody_waits_and_leaves_it_a_stale_item()
    {
        var stage = new Stage(4);
        var source = new EventFd(stage.Host);
        var busy = new EpollInstance(stage.Host, stage.Account);
        stage.Thread("registers first, then is busy", async thread =>
        {
            busy.Add(thread, new(source, source, EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive, PollMask.In));
            await thread.Settle();
        });
        stage.At(1, () => stage.Thread("waits", WaitsOnOwnInstance(stage, source, EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive, "waits")));
        stage.At(10, () => source.WriteFromOutside(stage.Host.Cores[3]));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "10us waits" }));
        Assert.That(busy.ReadyCount, Is.EqualTo(1), "to be looked at and dropped by the next epoll_wait there");
    }

    /// <summary>N threads wait on one instance; one event; the first to return reads it a while later.</summary>
    private static (long Woken, int Returned, long Spurious) OneEventOnSharedInstance(int waiters, EpollTrigger flags, int readAfterUs)
    {
        var stage = new Stage(waiters + 1, free => free with { WakeDeliver = Us(HopUs) });
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var source = new EventFd(stage.Host);
        var returned = 0;
        stage.Thread("registrar", async thread =>
        {
            epoll.Add(thread, new(source, source, flags, PollMask.In));
            await thread.Settle();
        });
        stage.At(20, () =>
        {
            for (var i = 0; i < waiters; i++)
            {
                stage.Thread("waiter", async thread =>
                {
                    await epoll.Wait(thread, new EpollEvent[16], SimTime.MaxValue);
                    returned++;
                    thread.Spend(Us(readAfterUs));
                    await thread.Settle();
                    source.Drain(thread);
                });
            }
        });
        stage.At(100, () => source.WriteFromOutside(stage.Host.Cores[waiters]));

        stage.Run(10_000);
        return (stage.Account.EpollWakeups, returned, stage.Account.SpuriousWakeups);
    }

    /// <summary>N threads, each with an instance of its own, wait for one descriptor; one event.</summary>
    private static long OneEventOnManyInstances(int instances, Func<int, EpollTrigger> flags, string woken)
    {
        var stage = new Stage(instances + 1);
        var source = new EventFd(stage.Host);
        for (var i = 0; i < instances; i++) stage.Thread("waiter", WaitsOnOwnInstance(stage, source, flags(i), $"{i}"));
        stage.At(10, () => source.WriteFromOutside(stage.Host.Cores[instances]));

        stage.Run();

        var order = woken == "all" ? Enumerable.Range(0, instances).Reverse() : woken.Split(' ').Select(int.Parse);
        Assert.That(stage.Log, Is.EqualTo(order.Select(i => $"10us {i}")));
        Assert.That(stage.Account.SpuriousWakeups, Is.Zero);
        return stage.Account.EpollWakeups;
    }

    private static Func<KernelThread, Process> WaitsOnOwnInstance(Stage stage, Pollable source, EpollTrigger flags, string name, PollMask interest = PollMask.In) => async thread =>
    {
        var epoll = new EpollInstance(stage.Host, stage.Account);
        epoll.Add(thread, new(source, source, flags, interest));
        await epoll.Wait(thread, new EpollEvent[1], SimTime.MaxValue);
        stage.Note(name);
    };
}
