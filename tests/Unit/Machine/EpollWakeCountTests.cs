using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>How many threads one event wakes, and in which order, for every way of waiting and every kernel that differs.</summary>
/// <remarks>
/// Woken: taken out of epoll_wait's sleep. Returned: epoll_wait gave it an event. Spurious: woken, found nothing, slept again.
/// A woken thread gets to look 10 µs later (the hop).
/// </remarks>
public sealed class EpollWakeCountTests
{
    private const int HopUs = 10;

    /// <summary>Before and after each change: 5.0, 5.1, 5.5, 5.7, 5.13 and its stable series, 6.0, 6.6, 6.13, 6.18.</summary>
    private static readonly string[] s_kernels = ["4.19", "5.0", "5.1", "5.4", "5.4.41", "5.5", "5.6", "5.7", "5.10", "5.10.37", "5.12", "5.12.4", "5.13", "5.19", "6.0", "6.6", "6.12", "6.12.58", "6.13", "6.18"];

    private static readonly string[] s_chainless = ["5.5", "5.6", "5.7", "5.10", "5.12"];

    [Test]
    public void An_edge_on_a_shared_instance_wakes_one_thread([Values(1, 2, 4, 8, 16)] int waiters, [ValueSource(nameof(s_kernels))] string kernel) =>
        Assert.That(OneEventOnSharedInstance(waiters, EpollTrigger.EdgeTriggered, readAfterUs: 25, kernel), Is.EqualTo("1 woken, 1 returned, 0 spurious"));

    [Test]
    public void A_one_shot_event_on_a_shared_instance_wakes_one_thread_level_triggered_or_not([Values(1, 2, 4, 8, 16)] int waiters, [Values] bool edge, [ValueSource(nameof(s_kernels))] string kernel) =>
        Assert.That(
            OneEventOnSharedInstance(waiters, EpollTrigger.OneShot | (edge ? EpollTrigger.EdgeTriggered : EpollTrigger.None), readAfterUs: 25, kernel),
            Is.EqualTo("1 woken, 1 returned, 0 spurious"));

    /// <remarks>
    /// The chain: thread j looks at j·hop and returns if the event is still there: R = min(N, 1 + ⌊D/hop⌋), W = min(N, R + 1). Even one that is read before the next thread can
    /// look wakes two. Kernels whose harvest wakes nobody: exactly one.
    /// </remarks>
    [Test]
    public void A_level_on_a_shared_instance_wakes_one_after_another_until_it_is_read_where_a_harvest_wakes_the_next(
        [Values(1, 2, 4, 8, 16)] int waiters, [Values(5, 25, 95, 1000)] int readAfterUs, [ValueSource(nameof(s_kernels))] string kernel)
    {
        var chains = !s_chainless.Contains(kernel);
        var returned = chains ? Math.Min(waiters, 1 + (readAfterUs / HopUs)) : 1;
        var woken = chains ? Math.Min(waiters, returned + 1) : 1;

        Assert.That(OneEventOnSharedInstance(waiters, EpollTrigger.None, readAfterUs, kernel), Is.EqualTo($"{woken} woken, {returned} returned, {woken - returned} spurious"));
    }

    [Test]
    public void The_chain_of_a_level_goes_from_the_thread_that_began_to_wait_last_to_the_first([Values(2, 4, 8, 16)] int waiters)
    {
        var stage = StageOf(waiters + 1, "6.12");
        var epoll = Waiting(stage, waiters, EpollTrigger.None, out var source);
        stage.At(100, () => source.WriteFromOutside(stage.Host.Cores[waiters]));

        stage.Run(10_000);

        Assert.That(stage.Log, Is.EqualTo(Enumerable.Range(1, waiters).Select(j => $"{100 + (j * HopUs)}us {waiters - j}")));
        Assert.That(epoll.Counters.ChainedWakeups, Is.EqualTo(waiters - 1), "all but the first");
    }

    [Test]
    public void A_burst_of_k_callbacks_wakes_k_threads_last_in_first_out_and_one_returns([Values(1, 2, 4, 8, 16)] int waiters, [Values(1, 2, 3, 16)] int burst, [ValueSource(nameof(s_kernels))] string kernel)
    {
        var stage = StageOf(waiters + 1, kernel);
        var epoll = Waiting(stage, waiters, EpollTrigger.EdgeTriggered, out var source);
        stage.At(100, () =>
        {
            for (var i = 0; i < burst; i++) source.WriteFromOutside(stage.Host.Cores[waiters]);
        });

        stage.Run(10_000);

        var woken = Math.Min(burst, waiters);
        Assert.That((epoll.Counters.Wakeups, epoll.Counters.SpuriousWakeups, epoll.Counters.Returns), Is.EqualTo((woken, woken - 1, 1)));
        Assert.That(stage.Log, Is.EqualTo(new[] { $"110us {waiters - 1}" }), "the last that began to wait was woken first");
    }

    /// <remarks>Three callbacks wake three threads; each harvest but the last leaves something and wakes one more, which finds that the others were faster.</remarks>
    [TestCase("5.4", ExpectedResult = "5 woken, 2 of them by harvests, 3 returned")]
    [TestCase("5.5", ExpectedResult = "3 woken, 0 of them by harvests, 3 returned")]
    [TestCase("5.12", ExpectedResult = "3 woken, 0 of them by harvests, 3 returned")]
    [TestCase("5.12.4", ExpectedResult = "5 woken, 2 of them by harvests, 3 returned")]
    [TestCase("5.13", ExpectedResult = "5 woken, 2 of them by harvests, 3 returned")]
    [TestCase("6.18", ExpectedResult = "5 woken, 2 of them by harvests, 3 returned")]
    public string More_edges_than_fit_wake_one_more_thread_for_each_batch(string kernel)
    {
        var stage = StageOf(9, kernel);
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var sources = Enumerable.Range(0, 3).Select(_ => new EventFd(stage.Host)).ToArray();
        stage.Thread("registrar", async thread =>
        {
            foreach (var source in sources) epoll.Add(thread, new(source, source, EpollTrigger.EdgeTriggered, PollMask.In));
            await thread.Settle();
        });
        stage.At(20, () => StartWaiters(stage, epoll, waiters: 8, maxEvents: 1));
        stage.At(100, () =>
        {
            foreach (var source in sources) source.WriteFromOutside(stage.Host.Cores[8]);
        });

        stage.Run(10_000);
        return $"{epoll.Counters.Wakeups} woken, {epoll.Counters.ChainedWakeups} of them by harvests, {epoll.Counters.Returns} returned";
    }

    [Test]
    public void Instances_that_share_a_descriptor_are_all_woken_newest_registration_first([Values(1, 2, 4, 8, 16)] int instances, [ValueSource(nameof(s_kernels))] string kernel) =>
        Assert.That(OneEventOnManyInstances(instances, _ => EpollTrigger.EdgeTriggered, kernel), Is.EqualTo(Enumerable.Range(0, instances).Reverse()));

    [Test]
    public void Of_instances_that_share_a_descriptor_exclusively_the_oldest_registration_is_woken([Values(1, 2, 4, 8, 16)] int instances, [ValueSource(nameof(s_kernels))] string kernel) =>
        Assert.That(OneEventOnManyInstances(instances, _ => EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive, kernel), Is.EqualTo(new[] { 0 }));

    [Test]
    public void All_that_share_openly_and_one_that_shares_exclusively_are_woken() =>
        Assert.That(
            OneEventOnManyInstances(5, i => i < 3 ? EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive : EpollTrigger.EdgeTriggered, "6.12"),
            Is.EqualTo(new[] { 4, 3, 0 }),
            "newest first, then the oldest of the exclusive ones");

    [Test]
    public void Instances_with_descriptors_of_their_own_are_woken_for_their_own_only([Values(1, 2, 4, 8, 16)] int instances, [ValueSource(nameof(s_kernels))] string kernel)
    {
        var stage = StageOf(instances + 1, kernel);
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

    /// <summary>N threads wait on one instance; one event; each that returns reads it a while later.</summary>
    private static string OneEventOnSharedInstance(int waiters, EpollTrigger flags, int readAfterUs, string kernel)
    {
        var stage = StageOf(waiters + 1, kernel);
        var epoll = Waiting(stage, waiters, flags, out var source, readAfterUs);
        stage.At(100, () => source.WriteFromOutside(stage.Host.Cores[waiters]));

        stage.Run(10_000);
        Assert.That(epoll.Counters.Returns, Is.EqualTo(stage.Log.Count));
        Assert.That(stage.Account.SpuriousEvents, Is.EqualTo(stage.Log.Count - 1), "the first reads it, the others find nothing");
        return $"{epoll.Counters.Wakeups} woken, {epoll.Counters.Returns} returned, {epoll.Counters.SpuriousWakeups} spurious";
    }

    /// <summary>N threads, each with an instance of its own, wait for one descriptor; one event; who is woken, in order.</summary>
    private static IEnumerable<int> OneEventOnManyInstances(int instances, Func<int, EpollTrigger> flags, string kernel)
    {
        var stage = StageOf(instances + 1, kernel);
        var source = new EventFd(stage.Host);
        for (var i = 0; i < instances; i++) stage.Thread("waiter", WaitsOnOwnInstance(stage, source, flags(i), $"{i}"));
        stage.At(100, () => source.WriteFromOutside(stage.Host.Cores[instances]));

        stage.Run();

        Assert.That((stage.Account.EpollWakeups, stage.Account.SpuriousWakeups), Is.EqualTo((stage.Log.Count, 0)));
        return stage.Log.Select(line => int.Parse(line.Split(' ')[1]));
    }

    private static Stage StageOf(int cores, string kernel) =>
        new(cores, free => free with { WakeDeliver = Us(HopUs) }, setup: usual => usual with { Rules = new(KernelVersion.Parse(kernel)) });

    /// <summary>An instance with one descriptor on which N threads wait, the last since the last.</summary>
    private static EpollInstance Waiting(Stage stage, int waiters, EpollTrigger flags, out EventFd source, int? readAfterUs = null)
    {
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var watched = new EventFd(stage.Host);
        stage.Thread("registrar", async thread =>
        {
            epoll.Add(thread, new(watched, watched, flags, PollMask.In));
            await thread.Settle();
        });
        stage.At(20, () => StartWaiters(stage, epoll, waiters, maxEvents: 16, watched, readAfterUs));
        source = watched;
        return epoll;
    }

    private static void StartWaiters(Stage stage, EpollInstance epoll, int waiters, int maxEvents, EventFd? source = null, int? readAfterUs = null)
    {
        for (var i = 0; i < waiters; i++)
        {
            stage.Thread($"{i}", async thread =>
            {
                await epoll.Wait(thread, new EpollEvent[maxEvents], SimTime.MaxValue);
                stage.Note(thread.Name);
                if (readAfterUs is not { } us) return;
                thread.Spend(Us(us));
                await thread.Settle();
                source!.Drain(thread);
            });
        }
    }

    private static Func<KernelThread, Process> WaitsOnOwnInstance(Stage stage, Pollable source, EpollTrigger flags, string name, PollMask interest = PollMask.In) => async thread =>
    {
        var epoll = new EpollInstance(stage.Host, stage.Account);
        epoll.Add(thread, new(source, source, flags, interest));
        await epoll.Wait(thread, new EpollEvent[1], SimTime.MaxValue);
        stage.Note(name);
    };
}
