using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Threads that share a core under CFS and EEVDF: time lines worked out by hand, on one core unless said otherwise, so that times are not scaled.</summary>
public sealed class SchedulingClassTests
{
    [TestCase("6.6", 1, 750)]
    [TestCase("6.14", 4, 2250)]
    [TestCase("6.15", 8, 2800)]
    [TestCase("6.5", 64, 3000)]
    [TestCase("6.5", 2, 1500)]
    public void The_slice_grows_with_the_logarithm_of_the_cores_up_to_eight(string kernel, int cpus, int us)
    {
        Assert.That(new KernelRules(KernelVersion.Parse(kernel)).SliceOn(cpus, Us(750)), Is.EqualTo(Us(us)));
    }

    [Test]
    public void Under_EEVDF_slices_end_at_the_first_tick_after_the_deadline()
    {
        var stage = On("6.12", tick: 500);
        stage.Thread("a", stage.Busy(1500));
        stage.Thread("b", stage.Busy(1500));

        stage.Run();

        // 750 us are over at the tick at 1000: a 0..1000, b 1000..2000, a ..2500, b ..3000
        Assert.That(stage.Log, Is.EqualTo(new[] { "2500us a done", "3000us b done" }));
    }

    [Test]
    public void Under_CFS_two_threads_share_a_period_of_six_milliseconds()
    {
        var stage = On("6.5");
        stage.Thread("a", stage.Busy(4000));
        stage.Thread("b", stage.Busy(4000));

        stage.Run();

        // b is new: its virtual runtime begins half a period after a's, so a has its slice of 3 ms, and one more until it is as far as b.
        // The core's choice at 3 ms falls on b, which is as far, and has come first.
        Assert.That(stage.Log, Is.EqualTo(new[] { "7000us a done", "8000us b done" }));
    }

    [Test]
    public void Under_CFS_a_thread_that_sleeps_much_takes_the_core_from_one_that_computes_at_once()
    {
        var stage = On("6.5");
        var sleeper = Sleeper(stage);
        stage.Thread("hog", stage.Busy(30_000));
        stage.At(10_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(15_700, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(20_000);

        Assert.That(stage.Log, Is.EqualTo(new[] { "10300us sleeper runs", "15700us sleeper runs" }));
        Assert.That(stage.Host.Preemptions, Is.EqualTo(2));
    }

    [Test]
    public void Under_CFS_the_wake_up_granularity_keeps_the_core_with_the_running_thread()
    {
        var stage = On("6.5");
        var sleeper = Sleeper(stage, workUs: 2500);
        stage.Thread("hog", stage.Busy(30_000));
        stage.At(1000, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(20_000);

        // The hog is 1 ms ahead of the sleeper, and the granularity is 1 ms: the hog keeps the core until its slice of 3 ms is over.
        Assert.That(stage.Log, Is.EqualTo(new[] { "3000us sleeper runs" }));
    }

    [Test]
    public void Under_EEVDF_a_woken_thread_waits_for_the_rest_of_the_slice()
    {
        var stage = On("6.12", tick: 250);
        var sleeper = Sleeper(stage);
        stage.Thread("hog", stage.Busy(30_000));
        stage.At(10_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(20_000);

        // Alone, the hog's deadline has been moved on by 750 us at a time, last at 9750: the slice is over at 10 500.
        Assert.That(stage.Log, Is.EqualTo(new[] { "10500us sleeper runs" }));
        Assert.That(stage.Host.Preemptions, Is.EqualTo(1));
    }

    [Test]
    public void Under_EEVDF_a_thread_that_has_waited_and_slept_is_owed_time_and_preempts()
    {
        var stage = On("6.12", tick: 250);
        var sleeper = Sleeper(stage);
        stage.Thread("hog", stage.Busy(30_000));
        stage.At(10_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(11_100, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(20_000);

        // It waited 200 us at first, so it sleeps with a lag of 100 us; back again, it is 200 us behind, the hog is beyond V and not eligible.
        Assert.That(stage.Log, Is.EqualTo(new[] { "10500us sleeper runs", "11100us sleeper runs" }));
    }

    [TestCase("6.5")]
    [TestCase("6.12")]
    public void Threads_share_a_core_in_the_ratio_of_their_weights(string kernel)
    {
        var stage = On(kernel, tick: 250);
        var heavy = stage.Host.NewThread("heavy", stage.Account, CpuSet.All(1), nice: -3); // 1991
        var light = stage.Host.NewThread("light", stage.Account, CpuSet.All(1), nice: 3); // 526
        heavy.Start(stage.Busy(10_000_000), SimDuration.Zero, near: null);
        light.Start(stage.Busy(10_000_000), SimDuration.Zero, near: null);

        stage.Run(1_000_001);

        var ratio = (double)heavy.Times[CpuUse.Program].Picoseconds / light.Times[CpuUse.Program].Picoseconds;
        Assert.That(ratio, Is.EqualTo(1991.0 / 526).Within(2).Percent);
    }

    [Test]
    public void The_switch_to_a_thread_is_part_of_its_slice()
    {
        var stage = On("6.12", tick: 750, more: costs => costs with { ContextSwitch = Us(10) });
        stage.Thread("a", stage.Busy(5000));
        stage.Thread("b", stage.Busy(5000));

        stage.Run(7500);

        Assert.That(stage.Host.Preemptions, Is.EqualTo(10), "one a tick: 740 us and the switch make a slice");
    }

    [TestCase(PreemptionModel.Voluntary, "10302us sleeper runs")]
    [TestCase(PreemptionModel.Full, "10302us sleeper runs")]
    [TestCase(PreemptionModel.Lazy, "12000us sleeper runs")]
    public void A_thread_in_user_mode_is_interrupted_or_goes_on_until_the_tick(PreemptionModel model, string expected)
    {
        var stage = On("6.5", tick: 4000, model: model, more: costs => costs with { WakeDeliver = Us(2) });
        var sleeper = Sleeper(stage);
        stage.Thread("hog", stage.Busy(30_000));
        stage.At(10_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(20_000);

        Assert.That(stage.Log[0], Is.EqualTo(expected));
    }

    [TestCase(PreemptionModel.Voluntary, "10900us sleeper runs")]
    [TestCase(PreemptionModel.Full, "10302us sleeper runs")]
    [TestCase(PreemptionModel.Lazy, "10900us sleeper runs")]
    public void A_thread_in_the_kernel_goes_on_until_it_returns_to_user_mode_unless_the_kernel_is_preemptible(PreemptionModel model, string expected)
    {
        var stage = On("6.5", tick: 4000, model: model, more: costs => costs with { WakeDeliver = Us(2) });
        var sleeper = Sleeper(stage);
        stage.Thread("hog", async thread =>
        {
            thread.Spend(Us(10_000));
            await thread.Settle();
            thread.SpendInKernel(Us(900));
            thread.Spend(Us(10_000));
            await thread.Settle();
        });
        stage.At(10_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(20_000);

        Assert.That(stage.Log[0], Is.EqualTo(expected));
    }

    [Test]
    public void With_lazy_preemption_an_interrupt_or_a_system_call_lets_the_woken_thread_in()
    {
        var stage = On("6.5", tick: 4000, model: PreemptionModel.Lazy);
        var sleeper = Sleeper(stage);
        stage.Thread("hog", async thread =>
        {
            thread.Spend(Us(20_500));
            await thread.Settle();
            thread.SpendInKernel(Us(7));
            thread.Spend(Us(10_000));
            await thread.Settle();
        });
        stage.At(10_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(11_000, () => stage.Host.Cores[0].Interrupt(Us(5)));
        stage.At(20_300, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run(24_000);

        // The first wake-up waits for the end of the interrupt; 5 us of it and 1 us of the sleeper make the hog's first burst end at 20 506.
        Assert.That(stage.Log, Is.EqualTo(new[] { "11005us sleeper runs", "20513us sleeper runs" }));
    }

    [Test]
    public void Threads_that_mostly_sleep_hardly_wait_under_CFS_and_wait_for_slices_under_EEVDF()
    {
        Assert.That(MeanWaitOfSleepers("6.5"), Is.LessThan(Us(10)));
        Assert.That(MeanWaitOfSleepers("6.12"), Is.InRange(Us(150), Us(750)));
    }

    /// <summary>A thread that computes all the time, and one that computes 10 us, then sleeps for 5.01 ms: it neither falls in step with slices nor is owed much.</summary>
    private static SimDuration MeanWaitOfSleepers(string kernel)
    {
        var stage = On(kernel, tick: 250);
        var wakeups = 0;
        var sleeper = stage.Thread("sleeper", async thread =>
        {
            while (true)
            {
                await thread.BlockUntil(thread.LocalNow + Us(5010));
                wakeups++;
                thread.Spend(Us(10));
                await thread.Settle();
            }
        });
        stage.Thread("hog", stage.Busy(10_000_000));
        stage.Run(1_000_000);
        return sleeper.CoreWait / wakeups;
    }

    /// <summary>A thread that notes when it runs, computes 1 us or what is said, and sleeps until it is woken; it has slept for long when the test begins.</summary>
    private static KernelThread Sleeper(Stage stage, long workUs = 1) => stage.Thread("sleeper", async thread =>
    {
        while (true)
        {
            await thread.Block();
            stage.Note("sleeper runs");
            thread.Spend(Us(workUs));
            await thread.Settle();
        }
    });

    private static Stage On(string kernel, int tick = 0, PreemptionModel? model = null, Func<MachineCosts, MachineCosts>? more = null)
    {
        var rules = new KernelRules(KernelVersion.Parse(kernel));
        if (model is { } wish) rules = rules with { Preemption = wish };
        return new(1, free => (more ?? (same => same))(free with { Slice = Us(750), Tick = Us(tick) }), setup: usual => usual with { Rules = rules });
    }
}
