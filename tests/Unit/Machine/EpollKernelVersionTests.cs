using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What one kernel version does otherwise than the one before: whom an event wakes, when, and who waits for whose lock.</summary>
/// <remarks>A woken thread gets to look 10 µs later (the hop), unless a test says otherwise.</remarks>
public sealed class EpollKernelVersionTests
{
    private const int HopUs = 10;

    /// <remarks>With the chain: thread j looks at j·hop and returns if the event is still there: R = min(N, 1 + ⌊D/hop⌋), W = min(N, R + 1).</remarks>
    [Test]
    public void A_level_wakes_one_thread_after_another_where_a_harvest_wakes_the_next(
        [Values("4.5", "5.0", "5.4", "5.10.37", "5.11.21", "5.12.4", "5.13", "6.1", "6.12", "6.18")] string kernel, [Values(1, 2, 4, 8, 16)] int waiters, [Values(5, 25)] int readAfterUs)
    {
        var returned = Math.Min(waiters, 1 + (readAfterUs / HopUs));
        var woken = Math.Min(waiters, returned + 1);

        Assert.That(OneLevelOnSharedInstance(kernel, waiters, readAfterUs), Is.EqualTo((woken, returned, woken - returned)));
    }

    [Test]
    public void A_level_wakes_one_thread_where_a_harvest_wakes_nobody(
        [Values("5.5", "5.6", "5.7", "5.10", "5.10.36", "5.11.20", "5.12")] string kernel, [Values(1, 2, 4, 8, 16)] int waiters, [Values(5, 25)] int readAfterUs) =>
        Assert.That(OneLevelOnSharedInstance(kernel, waiters, readAfterUs), Is.EqualTo((1, 1, 0)));

    [Test]
    public void A_burst_of_edges_wakes_as_many_waiters_and_all_but_the_first_find_nothing(
        [Values("4.5", "5.4", "5.6", "5.7", "5.19", "6.0", "6.18")] string kernel, [Values(1, 2, 4, 8, 16)] int waiters, [Values(2, 5)] int edges)
    {
        var herd = new Herd(kernel, waiters, EpollTrigger.EdgeTriggered);
        herd.Stage.At(100, () => herd.Signal(edges));
        herd.Stage.Run(10_000);

        var woken = Math.Min(edges, waiters);
        Assert.That(herd.Counts, Is.EqualTo((woken, 1, woken - 1)));
    }

    /// <remarks>Five edges wake five threads, which take one event each; every harvest that leaves something wakes one more, which finds nothing by then.</remarks>
    [TestCase("5.4", ExpectedResult = "9 woken, 4 for nothing; 9 8 7 6 5")]
    [TestCase("5.5", ExpectedResult = "5 woken, 0 for nothing; 9 8 7 6 5")]
    [TestCase("5.12", ExpectedResult = "5 woken, 0 for nothing; 9 8 7 6 5")]
    [TestCase("5.13", ExpectedResult = "9 woken, 4 for nothing; 9 8 7 6 5")]
    [TestCase("6.18", ExpectedResult = "9 woken, 4 for nothing; 9 8 7 6 5")]
    public string Edges_that_do_not_fit_into_one_harvest_wake_more_waiters_where_a_harvest_wakes_the_next(string kernel)
    {
        var herd = new Herd(kernel, waiters: 10, EpollTrigger.EdgeTriggered, sources: 5, maxEvents: 1);
        herd.Stage.At(100, () =>
        {
            for (var i = 0; i < 5; i++) herd.Signal(1, source: i);
        });
        herd.Stage.Run(10_000);

        return $"{herd.Stage.Account.EpollWakeups} woken, {herd.Stage.Account.SpuriousWakeups} for nothing; {string.Join(' ', herd.Returned)}";
    }

    /// <remarks>
    /// The first harvest goes on from 110 to 120 µs; at 115 µs something else happens. Three threads wait: 2 harvests.
    /// 1 is woken at once (it spins until 120, looks then), or by the end of the harvest (it looks at 130), or not at all.
    /// </remarks>
    [TestCase("5.0", ExpectedResult = "2 at 120us, 1 at 140us; 2 woken")]
    [TestCase("5.4", ExpectedResult = "2 at 120us, 1 at 140us; 2 woken")]
    [TestCase("5.4.41", ExpectedResult = "2 at 120us, 1 at 135us; 3 woken")]
    [TestCase("5.5", ExpectedResult = "2 at 120us; 1 woken")]
    [TestCase("5.6", ExpectedResult = "2 at 120us; 1 woken")]
    [TestCase("5.7", ExpectedResult = "2 at 120us, 1 at 135us; 2 woken")]
    [TestCase("5.12", ExpectedResult = "2 at 120us, 1 at 135us; 2 woken")]
    [TestCase("5.13", ExpectedResult = "2 at 120us, 1 at 135us; 3 woken")]
    [TestCase("6.18", ExpectedResult = "2 at 120us, 1 at 135us; 3 woken")]
    public string What_happens_during_a_harvest_wakes_a_waiter_at_once_or_at_its_end_or_nobody(string kernel)
    {
        var herd = new Herd(kernel, waiters: 3, EpollTrigger.EdgeTriggered, sources: 2, costs: free => free with { WakeDeliver = Us(HopUs), EpollHarvest = Us(10) });
        herd.Stage.At(100, () => herd.Signal(1));
        herd.Stage.At(115, () => herd.Signal(1, source: 1));
        herd.Stage.Run(10_000);

        return $"{string.Join(", ", herd.Log)}; {herd.Stage.Account.EpollWakeups} woken";
    }

    [Test]
    public void A_thread_that_is_woken_during_anothers_harvest_spins_for_its_end()
    {
        var herd = new Herd("6.12", waiters: 2, EpollTrigger.EdgeTriggered, sources: 2, costs: free => free with { EpollHarvest = Us(10) });
        herd.Stage.At(100, () => herd.Signal(1));
        herd.Stage.At(104, () => herd.Signal(1, source: 1));
        herd.Stage.Run(10_000);

        Assert.That(herd.Log, Is.EqualTo(new[] { "1 at 110us", "0 at 120us" }));
        Assert.That(herd.Stage.Account.CpuTime, Is.EqualTo(Us(10 + 6 + 10)), "two harvests, and 6 us from 104 to 110 in which the second thread burns its core");
    }

    /// <remarks>Two events before the first woken thread runs. Where it stays in its queue until then, it uses up the credit of the second as well.</remarks>
    [TestCase("4.5", ExpectedResult = "0")]
    [TestCase("5.6", ExpectedResult = "0")]
    [TestCase("5.7", ExpectedResult = "0 1")]
    [TestCase("6.12", ExpectedResult = "0 1")]
    public string Of_two_quick_exclusive_events_the_second_wakes_another_instance_only_if_the_waker_removes_waiters(string kernel)
    {
        var stage = On(kernel, 4, free => free with { WakeDeliver = Us(HopUs) });
        var source = new EventFd(stage.Host);
        var woken = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var name = $"{i}";
            stage.Thread(name, async thread =>
            {
                var epoll = new EpollInstance(stage.Host, stage.Account);
                epoll.Add(thread, new(source, source, EpollTrigger.EdgeTriggered | EpollTrigger.Exclusive, PollMask.In));
                await epoll.Wait(thread, new EpollEvent[1], SimTime.MaxValue);
                woken.Add(name);
            });
        }

        stage.At(100, () => source.WriteFromOutside(stage.Host.Cores[3]));
        stage.At(101, () => source.WriteFromOutside(stage.Host.Cores[3]));
        stage.Run(10_000);
        return string.Join(' ', woken);
    }

    /// <remarks>
    /// The upper thread's time runs out at 100 µs; it has not run yet when something happens at 105 µs. Waking it fails, so the lower one is woken in every version; from 6.0 the
    /// upper one has lost its place in the queue and takes the event before the lower one looks.
    /// </remarks>
    [TestCase("5.7", ExpectedResult = "upper got 0, lower got 1; 1 woken, 0 for nothing")]
    [TestCase("5.19", ExpectedResult = "upper got 0, lower got 1; 1 woken, 0 for nothing")]
    [TestCase("6.0", ExpectedResult = "upper got 1; 1 woken, 1 for nothing")]
    [TestCase("6.18", ExpectedResult = "upper got 1; 1 woken, 1 for nothing")]
    public string A_thread_whose_time_has_just_run_out_looks_once_more_from_6_0_on_and_the_next_is_woken_anyway(string kernel)
    {
        var stage = On(kernel, 3, free => free with { WakeDeliver = Us(HopUs) });
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var source = new EventFd(stage.Host);
        var got = new List<string>();
        stage.Thread("registrar", async thread =>
        {
            epoll.Add(thread, new(source, source, EpollTrigger.EdgeTriggered, PollMask.In));
            await thread.Settle();
        });
        foreach (var (name, at, until) in new[] { ("lower", 20, 1_000), ("upper", 40, 100) })
        {
            stage.At(at, () => stage.Thread(name, async thread => got.Add($"{name} got {await epoll.Wait(thread, new EpollEvent[4], SimTime.Zero + Us(until))}")));
        }

        stage.At(105, () => source.WriteFromOutside(stage.Host.Cores[2]));
        stage.Run(500);
        return $"{string.Join(", ", got)}; {epoll.Counters.Wakeups} woken, {epoll.Counters.SpuriousWakeups} for nothing";
    }

    /// <remarks>Callbacks of 1 µs each by as many cores at the same instant.</remarks>
    [Test]
    public void Callbacks_of_several_cores_queue_for_a_spin_lock_and_overlap_under_a_reader_writer_lock([Values("5.0", "5.1", "6.12", "6.12.58", "6.17", "6.18")] string kernel, [Values(1, 2, 4, 8, 16)] int cores)
    {
        var stage = On(kernel, cores + 1, free => free with { EpollCallback = Us(1) });
        var epoll = new EpollInstance(stage.Host, stage.Account);
        for (var i = 0; i < cores; i++)
        {
            var source = new EventFd(stage.Host);
            stage.Thread($"{i}", async thread =>
            {
                epoll.Add(thread, new(source, source, EpollTrigger.EdgeTriggered, PollMask.In));
                thread.Spend(Us(50));
                await thread.Settle();
                source.Write(thread);
                await thread.Settle();
                stage.Note("written");
            }, i);
        }

        stage.Run();

        var isSpin = kernel is "5.0" or "6.12.58" or "6.18";
        var last = isSpin ? 50 + cores : 51;
        Assert.That(stage.Log[^1], Is.EqualTo($"{last}us written"));
    }

    [TestCase("4.20", ExpectedResult = 3)]
    [TestCase("5.0", ExpectedResult = 0)]
    public long A_poll_that_finds_nothing_takes_the_lock_before_5_0(string kernel)
    {
        var stage = On(kernel, 2, free => free with { TransferSocket = Us(1), TransferLlc = Us(1), TransferSibling = Us(1) });
        var epoll = new EpollInstance(stage.Host, stage.Account);
        Func<KernelThread, Process> polls = async thread =>
        {
            for (var i = 0; i < 2; i++)
            {
                epoll.Poll(thread, new EpollEvent[1]);
                thread.Spend(Us(10));
                await thread.Settle();
            }
        };
        stage.Thread("a", polls, 0);
        stage.At(5, () => stage.Thread("b", polls, 1));
        stage.Run();
        return stage.Host.Hardware.LineTransfers;
    }

    private static Stage On(string kernel, int cores, Func<MachineCosts, MachineCosts> costs) =>
        new(cores, costs, setup: usual => usual with { Rules = new(KernelVersion.Parse(kernel)) });

    /// <summary>One level on a shared instance; the first to return reads it a while later.</summary>
    private static (long Woken, int Returned, long Spurious) OneLevelOnSharedInstance(string kernel, int waiters, int readAfterUs)
    {
        var herd = new Herd(kernel, waiters, EpollTrigger.None, readAfterUs: readAfterUs);
        herd.Stage.At(100, () => herd.Signal(1));
        herd.Stage.Run(10_000);
        return herd.Counts;
    }

    /// <summary>N threads that wait once on one instance; the one with the highest number has begun to wait last.</summary>
    private sealed class Herd
    {
        private readonly EventFd[] _sources;
        private readonly EpollInstance _epoll;
        private readonly int _outside;

        internal Herd(string kernel, int waiters, EpollTrigger trigger, int sources = 1, int maxEvents = 16, int readAfterUs = 0, Func<MachineCosts, MachineCosts>? costs = null)
        {
            Stage = On(kernel, waiters + 1, costs ?? (free => free with { WakeDeliver = Us(HopUs) }));
            _outside = waiters;
            _epoll = new(Stage.Host, Stage.Account);
            _sources = [.. Enumerable.Range(0, sources).Select(_ => new EventFd(Stage.Host))];
            Stage.Thread("registrar", async thread =>
            {
                foreach (var source in _sources) _epoll.Add(thread, new(source, source, trigger, PollMask.In));
                await thread.Settle();
            });
            for (var i = 0; i < waiters; i++)
            {
                var number = i;
                Stage.At(20 + i, () => Stage.Thread($"{number}", thread => WaitOnce(thread, number, maxEvents, readAfterUs)));
            }
        }

        internal Stage Stage { get; }

        internal List<int> Returned { get; } = [];

        internal List<string> Log { get; } = [];

        internal (long Woken, int Returned, long Spurious) Counts => (Stage.Account.EpollWakeups, Returned.Count, Stage.Account.SpuriousWakeups);

        internal void Signal(int times, int source = 0)
        {
            for (var i = 0; i < times; i++) _sources[source].WriteFromOutside(Stage.Host.Cores[_outside]);
        }

        private async Process WaitOnce(KernelThread thread, int number, int maxEvents, int readAfterUs)
        {
            var events = new EpollEvent[maxEvents];
            var count = await _epoll.Wait(thread, events, SimTime.MaxValue);
            Returned.Add(number);
            await thread.Settle();
            Log.Add($"{number} at {(Stage.Simulation.Now - SimTime.Zero).Picoseconds / 1_000_000}us");
            thread.Spend(Us(readAfterUs));
            await thread.Settle();
            for (var i = 0; i < count; i++) ((EventFd)events[i].Item.Target).Drain(thread);
        }
    }
}
