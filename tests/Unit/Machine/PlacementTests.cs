using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Where the kernel puts threads, on machines with two last-level caches of two CPUs unless said otherwise; CPUs are numbered cache by cache.</summary>
public sealed class PlacementTests
{
    [Test]
    public void A_woken_thread_returns_to_its_previous_core_if_that_is_idle()
    {
        var stage = On();
        var sleeper = stage.Thread("sleeper", Sleeping, 3);
        Hog(stage, 0);
        stage.At(100, () => stage.Host.Wake(sleeper, SimDuration.Zero, stage.Host.Cores[0]));

        Assert.That(CoreAfter(stage, sleeper, 101), Is.EqualTo(3));
    }

    [TestCase(false, 2)]
    [TestCase(true, 1)]
    public void With_the_sync_hint_it_comes_to_an_idle_core_under_the_wakers_cache(bool sync, int expected)
    {
        var stage = On();
        var sleeper = Roaming(stage, at: 2);
        Hog(stage, 0);
        stage.At(100, () => stage.Host.Wake(sleeper, SimDuration.Zero, stage.Host.Cores[0], sync));

        Assert.That(CoreAfter(stage, sleeper, 101), Is.EqualTo(expected));
    }

    [TestCase("6.12", true, 2)]
    [TestCase("6.12.2", true, 1)]
    [TestCase("6.13", true, 1)]
    [TestCase("6.13", false, 2)]
    public void Data_for_a_socket_draws_a_waiter_of_epoll_to_the_sender_from_6_13_on_and_an_eventfd_does_not(string kernel, bool isSocket, int expected)
    {
        var stage = new Stage(4, free => free with { Slice = Us(750) }, new MachineTopology(1, 2, 2, 1), usual => usual with { Rules = new(KernelVersion.Parse(kernel)) });
        var epoll = new EpollInstance(stage.Host, stage.Account);
        var (server, client) = TcpSocket.LoopbackPair(stage.Host, 0);
        var counter = new EventFd(stage.Host);
        foreach (var core in new[] { 0, 1, 3 }) stage.Thread($"first on {core}", stage.Busy(1), core);
        var waiter = stage.Thread("waiter", async thread =>
        {
            epoll.Add(thread, new(server, server));
            epoll.Add(thread, new(counter, counter));
            epoll.Poll(thread, new EpollEvent[4]); // the socket can be written to
            await epoll.Wait(thread, new EpollEvent[4], SimTime.MaxValue);
            thread.Spend(Us(1000));
            await thread.Settle();
        });
        stage.Thread("sender", async thread =>
        {
            thread.Spend(Us(100));
            await thread.Settle();
            if (isSocket) client.Send(thread, new TcpStage.Message());
            else counter.Write(thread);
            thread.Spend(Us(100));
            await thread.Settle();
        }, 0);

        Assert.That(CoreAfter(stage, waiter, 50), Is.EqualTo(2), "it waits where it began");
        Assert.That(CoreAfter(stage, waiter, 150), Is.EqualTo(expected));
    }

    [Test]
    public void A_core_that_several_threads_want_does_not_draw_a_thread()
    {
        var stage = On();
        var sleeper = Roaming(stage, at: 2);
        Hog(stage, 0);
        Hog(stage, 0);
        stage.At(100, () => stage.Host.Wake(sleeper, SimDuration.Zero, stage.Host.Cores[0], sync: true));

        Assert.That(CoreAfter(stage, sleeper, 101), Is.EqualTo(2));
    }

    [Test]
    public void With_its_core_busy_a_thread_goes_to_an_idle_one_under_the_same_cache_and_not_to_one_elsewhere()
    {
        var stage = On();
        var sleeper = Roaming(stage, at: 2);
        Hog(stage, 2);
        stage.At(100, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        Assert.That(CoreAfter(stage, sleeper, 101), Is.EqualTo(3));
    }

    [Test]
    public void With_no_idle_core_under_the_cache_it_waits_behind_the_running_thread_until_balancing_finds_it()
    {
        var stage = On(tick: 1000);
        var sleeper = Roaming(stage, at: 2);
        Hog(stage, 2);
        Hog(stage, 3);
        var ranAt = SimTime.Zero;
        stage.At(20_100, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(20_101, () => ranAt = sleeper.OnCoreAt);

        Assert.That(CoreAfter(stage, sleeper, 20_101), Is.EqualTo(2));
        Assert.That(ranAt, Is.EqualTo(SimTime.MaxValue), "it waits");
        // The slice of the hog ends at 21 000 at the earliest (2.25 ms from 19 500 or so); the machine-wide balancer comes at the first tick.
        Assert.That(CoreAfter(stage, sleeper, 21_001), Is.AnyOf(0, 1));
    }

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public void What_the_last_balancing_saw_of_the_load_decides_whether_an_idle_CPU_is_looked_for(bool wasLoaded, int expected)
    {
        var stage = On(new MachineTopology(1, 1, 2, 1), tick: 4000);
        var free = Roaming(stage, at: 0);
        var sleeper = stage.Thread("bound", Sleeping, 0);
        for (var i = 0; wasLoaded && i < 4; i++) stage.Thread($"load {i}", stage.Busy(50_000));
        stage.At(200_000, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(200_100, () => stage.Host.Wake(free, SimDuration.Zero, stage.Host.Cores[0]));

        // Four threads on two CPUs: utilisation 1, and no search from then on, though both have been idle for 100 ms since.
        Assert.That(CoreAfter(stage, free, 200_101), Is.EqualTo(expected));
    }

    [Test]
    public void A_new_thread_goes_to_the_cache_with_the_most_idle_cores()
    {
        var stage = On();
        Hog(stage, 0);
        var child = stage.Host.NewThread("child", stage.Account, CpuSet.All(4));
        stage.At(100, () => child.Start(stage.Busy(10), SimDuration.Zero, stage.Host.Cores[0]));

        Assert.That(CoreAfter(stage, child, 101), Is.AnyOf(2, 3));
    }

    [Test]
    public void With_SMT_a_wholly_idle_core_comes_before_the_sibling_of_a_busy_thread()
    {
        var stage = On(new MachineTopology(1, 1, 2, 2)); // CPUs 0 and 1 are one core, 2 and 3 the other
        var sleeper = Roaming(stage, at: 0);
        Hog(stage, 0);
        stage.At(100, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        Assert.That(CoreAfter(stage, sleeper, 101), Is.EqualTo(2));
    }

    [Test]
    public void A_core_that_runs_dry_takes_a_waiting_thread_from_its_own_cache_before_a_longer_queue_elsewhere()
    {
        var stage = On(more: costs => costs with { NewidlePull = Us(5) });
        stage.Thread("short", stage.Busy(1000), 1);
        Hog(stage, 0);
        var near = stage.Host.NewThread("near", stage.Account, CpuSet.Of([0, 1], 4));
        Hog(stage, 2);
        Hog(stage, 3);
        for (var i = 0; i < 3; i++) stage.Thread($"far {i}", stage.Busy(1_000_000), 2);
        near.Start(stage.Busy(100_000), SimDuration.Zero, near: null);

        Assert.That(CoreAfter(stage, near, 1006), Is.EqualTo(1));
    }

    [Test]
    public void Busy_cores_are_balanced_when_they_are_two_threads_apart()
    {
        var stage = new Stage(2, free => free with { Slice = Us(750), Tick = Us(1000) });
        Hog(stage, 0);
        for (var i = 0; i < 3; i++) stage.Thread($"free {i}", stage.Busy(10_000_000));
        stage.Run(200_000);

        Assert.That(stage.Host.Cores.Select(core => core.QueueLength), Is.EqualTo(new[] { 1, 1 }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(8)]
    public void Threads_that_only_compute_use_every_core_all_the_time(int cores)
    {
        var stage = new Stage(cores, free => free with { Slice = Us(750), Tick = Us(4000), MigrationCost = Us(500) });
        for (var i = 0; i < 2 * cores; i++) stage.Thread($"worker {i}", stage.Busy(10_000_000));
        stage.Run(1_000_000);

        Assert.That(stage.Host.BusyTime, Is.EqualTo(Us(1_000_000) * cores));
    }

    private static void Hog(Stage stage, int cpu) => stage.Thread($"hog on {cpu}", stage.Busy(10_000_000), cpu);

    /// <summary>A thread that may run anywhere, asleep, and ran last on a core that is idle now: the others were busy for a microsecond when it began.</summary>
    private static KernelThread Roaming(Stage stage, int at)
    {
        foreach (var core in stage.Host.Cores.Where(core => core.Number != at)) stage.Thread($"first on {core.Number}", stage.Busy(1), core.Number);
        return stage.Thread("sleeper", Sleeping);
    }

    private static async Process Sleeping(KernelThread thread)
    {
        await thread.Block();
        thread.Spend(Us(1_000_000));
        await thread.Settle();
    }

    private static int CoreAfter(Stage stage, KernelThread thread, long us)
    {
        stage.Run(us);
        return thread.Core.Number;
    }

    private static Stage On(MachineTopology? topology = null, int tick = 0, Func<MachineCosts, MachineCosts>? more = null) =>
        new(4, free => (more ?? (same => same))(free with { Slice = Us(750), Tick = Us(tick) }), topology ?? new MachineTopology(1, 2, 2, 1));
}
