using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Threads under a CPU quota, with time lines worked out by hand. Without a tick the kernel looks at the very instant at which a budget is used up.</summary>
public sealed class CpuQuotaTests
{
    [Test]
    public void A_thread_with_20_ms_in_100_ms_runs_20_ms_and_waits_80()
    {
        var stage = WithQuota(cores: 1, quotaMs: 20);
        stage.Thread("hog", stage.Busy(50_000));

        stage.Run();

        // 0..20 ms, 100..120 ms, 200..210 ms; a nanosecond of each later period is used up before the first slice is taken, which costs no time
        Assert.That(stage.Log, Is.EqualTo(new[] { "210000us hog done" }));
        Assert.That(Group(stage).ThrottledPeriods, Is.EqualTo(2));
        Assert.That(Group(stage).ThrottledTime, Is.EqualTo(Us(160_000)));
        Assert.That(stage.Host.Preemptions, Is.EqualTo(2));
    }

    [Test]
    public void Four_threads_on_four_cores_use_a_quota_of_two_cores_up_in_half_a_period()
    {
        var stage = WithQuota(cores: 4, quotaMs: 200);
        for (var i = 0; i < 4; i++) stage.Thread("hog" + i, stage.Busy(60_000), i);

        stage.Run();

        // 4 x 50 ms = 200 ms: all stop at 50 ms, and need 10 ms more
        Assert.That(stage.Log, Is.EqualTo(new[] { "110000us hog0 done", "110000us hog1 done", "110000us hog2 done", "110000us hog3 done" }));
        Assert.That(Group(stage).ThrottledTime, Is.EqualTo(Us(4 * 50_000)));
    }

    [Test]
    public void Who_asks_when_the_quota_is_used_up_waits_for_the_rest_of_the_period()
    {
        var stage = WithQuota(cores: 2, quotaMs: 20);
        stage.Thread("hog", stage.Busy(1_000_000), 0);
        var worker = stage.Thread("worker", async thread =>
        {
            while (true)
            {
                await thread.Block();
                thread.Spend(Us(100));
                await thread.Settle();
                stage.Note("answer");
            }
        }, 1);
        stage.At(10_000, () => stage.Host.Wake(worker, SimDuration.Zero, waker: null));
        stage.At(30_000, () => stage.Host.Wake(worker, SimDuration.Zero, waker: null));

        stage.Run(150_000);

        // The worker's core keeps 1 ms of its slice when it sleeps: that is not given back, so the second answer comes at once.
        Assert.That(stage.Log, Is.EqualTo(new[] { "10100us answer", "30100us answer" }));
    }

    [Test]
    public void A_core_of_whose_budget_nothing_is_left_holds_back_what_wakes_there()
    {
        var stage = WithQuota(cores: 2, quotaMs: 20);
        stage.Thread("hog", stage.Busy(1_000_000), 0);
        stage.At(30_000, () => stage.Thread("late", stage.Busy(100), 1));

        stage.Run(150_000);

        Assert.That(stage.Log, Is.EqualTo(new[] { "100100us late done" }));
    }

    [Test]
    public void Slices_that_lie_on_other_cores_are_missing_from_the_quota()
    {
        var stage = WithQuota(cores: 3, quotaMs: 20);
        foreach (var core in new[] { 1, 2 }) stage.Thread("brief" + core, stage.Busy(1_000), core);
        stage.At(2_000, () => stage.Thread("hog", stage.Busy(30_000), 0));

        stage.Run();

        // Each brief thread took 5 ms, used 1, keeps 1 and gives 3 back: 20 - 2 x 2 = 16 ms are left for the hog, 2..18 ms, then 100..114 ms
        Assert.That(stage.Log[^1], Is.EqualTo("114000us hog done"));
    }

    [Test]
    public void Threads_of_others_are_not_held_back()
    {
        var stage = WithQuota(cores: 1, quotaMs: 20);
        stage.Thread("hog", stage.Busy(30_000));
        var other = stage.Host.NewThread("other", new ProcessAccount(), CpuSet.All(1));
        stage.At(25_000, () => other.Start(stage.Busy(1_000), SimDuration.Zero, near: null));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "26000us other done", "110000us hog done" }));
    }

    [Test]
    public void Of_the_threads_that_wait_for_a_core_only_those_of_the_group_are_held_back()
    {
        var stage = WithQuota(cores: 1, quotaMs: 20);
        stage.Thread("hog", stage.Busy(25_000));
        stage.Thread("next", stage.Busy(1_000));
        var other = stage.Host.NewThread("other", new ProcessAccount(), CpuSet.All(1));
        stage.At(1_000, () => other.Start(stage.Busy(1_000), SimDuration.Zero, near: null));

        stage.Run();

        // The hog runs to 20 ms, the other one to 21; at 100 ms those of the group go on, first the one that has used less.
        Assert.That(stage.Log, Is.EqualTo(new[] { "21000us other done", "101000us next done", "106000us hog done" }));
    }

    [Test]
    public void A_thread_that_waits_behind_another_group_is_held_back_with_the_one_that_ran()
    {
        var stage = WithQuota(cores: 1, quotaMs: 20, costs: free => free with { Slice = Us(3_000) });
        stage.Thread("a", stage.Busy(15_000));
        stage.Thread("b", stage.Busy(15_000));

        stage.Run();

        // turns of 3 ms: a 0..3, b 3..6, ..., a 18..20 ms; then a nanosecond and 10 ms of work are left
        Assert.That(stage.Log[^1], Is.EqualTo("110000us b done").Or.EqualTo("110000us a done"));
        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(30_000)));
    }

    [Test]
    public void A_throttled_group_is_not_pulled_to_an_idle_core_on_which_it_is_throttled_too()
    {
        var stage = WithQuota(cores: 2, quotaMs: 20);
        for (var i = 0; i < 4; i++) stage.Thread("hog" + i, stage.Busy(20_000));

        stage.Run(99_000);

        Assert.That(stage.Host.Cores[0].IsIdle && stage.Host.Cores[1].IsIdle, Is.True);
        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(20_000)));
    }

    [Test]
    public void A_sleep_that_begins_at_the_instant_at_which_the_quota_is_used_up_is_a_sleep()
    {
        var stage = WithQuota(cores: 1, quotaMs: 20);
        stage.Thread("t", async thread =>
        {
            thread.Spend(Us(20_000));
            await thread.BlockUntil(SimTime.Zero + Us(150_000));
            stage.Note("awake");
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "150000us awake" }));
        Assert.That(stage.Host.Preemptions, Is.EqualTo(0));
    }

    [TestCase(true, 21_000)]
    [TestCase(false, 22_000)]
    public void Time_that_interrupts_take_from_a_thread_uses_the_quota_unless_the_kernel_keeps_it_apart(bool isCharged, long busyUs)
    {
        var stage = WithQuota(cores: 1, quotaMs: 20, chargesInterrupts: isCharged);
        stage.Thread("hog", stage.Busy(50_000));
        stage.At(5_000, () => stage.Host.Cores[0].Interrupt(Us(1_000)));
        stage.At(60_000, () => stage.Host.Cores[0].Interrupt(Us(1_000))); // on an idle core: nobody's

        stage.Run(90_000);

        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(20_000)));
        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(Us(busyUs)));
    }

    [Test]
    public void A_signal_reaches_a_thread_that_is_held_back_when_it_runs_again()
    {
        var stage = WithQuota(cores: 1, quotaMs: 20, costs: free => free with { SignalHandle = Us(10) });
        var left = SimDuration.Zero;
        var thread = stage.Thread("t", async t =>
        {
            t.Spend(Us(30_000));
            left = await t.SettleInterruptibly();
            stage.Note("interrupted");
        });
        stage.At(50_000, () => stage.Host.Signal(thread, SimDuration.Zero));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "100000us interrupted" }));
        Assert.That(left, Is.EqualTo(Us(10_000)));
    }

    [TestCase(1, 50)]
    [TestCase(4, 150)]
    [TestCase(4, 270)]
    [TestCase(16, 200)]
    public void In_the_long_run_hogs_use_the_quota_to_within_a_slice_a_core(int cores, int quotaMs)
    {
        var stage = WithQuota(cores, quotaMs);
        for (var i = 0; i < cores; i++) stage.Thread("hog" + i, stage.Busy(1_000_000_000));

        stage.Run(us: 100 * 100_000);

        var expected = Us(100 * quotaMs * 1_000);
        Assert.That(stage.Account.CpuTime, Is.LessThanOrEqualTo(expected));
        Assert.That(expected - stage.Account.CpuTime, Is.LessThanOrEqualTo(Us(5_000) * cores));
    }

    [Test]
    public void With_a_tick_a_group_runs_on_to_the_next_one_and_pays_for_it_in_the_next_period()
    {
        var stage = WithQuota(cores: 1, quotaMs: 18, costs: free => free with { Tick = Us(4_000) });
        stage.Thread("hog", stage.Busy(1_000_000_000));

        // Slices are found used up at 8 ms (5 taken, 8 used) and 16 ms (13 taken); of the pool 2 ms are left, used up at 18 ms and found so at 20.
        stage.Run(99_000);
        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(Us(20_000)));

        // 2 ms and a nanosecond are paid back; used up at once, found so at 104, 112 and 116 ms.
        stage.Run(199_000);
        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(Us(36_000)));
    }

    [TestCase(1, 4)]
    [TestCase(4, 4)]
    [TestCase(4, 1)]
    [TestCase(4, 10)]
    public void Debts_are_paid_so_the_tick_makes_no_difference_in_the_long_run(int cores, int tickMs)
    {
        var stage = WithQuota(cores, quotaMs: 50, costs: free => free with { Tick = Us(tickMs * 1_000) });
        for (var i = 0; i < cores; i++) stage.Thread("hog" + i, stage.Busy(1_000_000_000));

        stage.Run(us: 100 * 100_000);

        Assert.That(stage.Host.BusyTime.Milliseconds, Is.EqualTo(100 * 50).Within((5 + tickMs) * cores));
    }

    [Test]
    public void A_group_without_a_limit_runs_as_if_there_were_no_group()
    {
        var limited = WithQuota(cores: 2, quotaMs: 20, costs: free => free with { Slice = Us(3_000), ContextSwitch = Us(2) });
        Group(limited).Limit(null);
        var free = new Stage(2, costs => costs with { Slice = Us(3_000), ContextSwitch = Us(2) });
        foreach (var stage in new[] { limited, free })
        {
            for (var i = 0; i < 5; i++) stage.Thread("t" + i, stage.Busy(20_000 + (i * 777)));
            stage.Run();
        }

        Assert.That(limited.Log, Is.EqualTo(free.Log));
    }

    private static Stage WithQuota(int cores, int quotaMs, Func<MachineCosts, MachineCosts>? costs = null, bool chargesInterrupts = true)
    {
        var stage = new Stage(cores, costs);
        stage.Host.ChargesInterrupts = chargesInterrupts;
        stage.Account.Bandwidth = stage.Host.NewBandwidth();
        stage.Account.Bandwidth.Limit(new CpuQuota(SimDuration.FromMilliseconds(quotaMs), CpuQuota.DefaultPeriod));
        return stage;
    }

    private static CpuBandwidth Group(Stage stage) => stage.Account.Bandwidth!;
}
