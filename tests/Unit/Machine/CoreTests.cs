using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Time lines of cores, worked out by hand.</summary>
public sealed class CoreTests
{
    [Test]
    public void A_wake_up_takes_delivery_and_switch_and_the_longer_the_core_was_idle_the_longer_its_exit()
    {
        var stage = new Stage(1, free => free with
        {
            WakeDeliver = Us(1), ContextSwitch = Us(3),
            IdleExitShallow = Us(2), IdleExitMedium = Us(10), IdleExitDeep = Us(100),
            IdleGapMedium = Us(50), IdleGapDeep = Us(500),
        });
        var sleeper = stage.Thread("sleeper", async thread =>
        {
            while (true)
            {
                stage.Note("runs");
                await thread.Block();
            }
        });
        stage.At(6 + 49, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(61 + 50, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.At(125 + 500, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "6us runs", "61us runs", "125us runs", "729us runs" }));
    }

    [Test]
    public void The_longer_a_core_was_idle_the_colder_are_its_caches_and_the_next_calls_of_two_threads_pay_half_each()
    {
        // 100 us (1 - 1/2^n) after n half-lives of 1442.695 us · ln 2 = 1000 us: 50, then 75; the third thread comes to a warm core
        var stage = new Stage(1, free => free with { ColdStart = Us(100), ColdTime = SimDuration.FromNanoseconds(1_442_695) });
        var ends = new List<double>();
        KernelThread Sleeper(string name) => stage.Thread(name, async thread =>
        {
            while (true)
            {
                await thread.Block();
                thread.CallKernel();
                thread.Spend(Us(10));
                await thread.Settle();
                ends.Add((stage.Simulation.Now - SimTime.Zero).Seconds * 1e6);
            }
        });
        KernelThread[] sleepers = [Sleeper("first"), Sleeper("second"), Sleeper("third")];
        void All()
        {
            foreach (var sleeper in sleepers) stage.Host.Wake(sleeper, SimDuration.Zero, waker: null);
        }

        stage.At(1000, All);
        stage.At(1080 + 2000, All);

        stage.Run();

        Assert.That(ends, Is.EqualTo(new[] { 1035.0, 1070, 1080, 3127.5, 3175, 3185 }).Within(0.001));
    }

    [Test]
    public void A_wake_up_takes_longer_from_a_medium_idle_state_on_if_the_way_out_of_the_kernel_has_gone_cold()
    {
        var stage = new Stage(1, free => free with { ColdWake = Us(100), ColdTime = SimDuration.FromNanoseconds(1_442_695), IdleGapMedium = Us(500), IdleGapDeep = Us(10_000) });
        var begins = new List<double>();
        var sleeper = stage.Thread("sleeper", async thread =>
        {
            while (true)
            {
                await thread.Block();
                begins.Add((stage.Simulation.Now - SimTime.Zero).Seconds * 1e6);
            }
        });
        foreach (var at in new[] { 1000, 1350, 3350 }) stage.At(at, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));

        stage.Run();

        Assert.That(begins, Is.EqualTo(new[] { 1050.0, 1350, 3425 }).Within(0.001), "half after 1 ms, nothing after 300 us, three quarters after 2 ms");
    }

    [Test]
    public void Two_threads_on_one_core_take_turns_by_slices()
    {
        var stage = new Stage(1, free => free with { Slice = Us(3000), ContextSwitch = Us(10) });
        stage.Thread("a", stage.Busy(5000));
        stage.Thread("b", stage.Busy(5000));

        stage.Run();

        // New threads have half a slice to their first deadline, and switches are part of slices: a 10..1500, b 1510..3000, a 3010..6000, b 6010..9000, a 9010..9530, b 9540..10060
        Assert.That(stage.Log, Is.EqualTo(new[] { "9530us a done", "10060us b done" }));
        Assert.That(stage.Host.Preemptions, Is.EqualTo(4));
        Assert.That(stage.Host.ContextSwitches, Is.EqualTo(5));
    }

    [Test]
    public void Without_slices_a_thread_keeps_its_core_until_it_sleeps()
    {
        var stage = new Stage();
        stage.Thread("a", stage.Busy(5000));
        stage.Thread("b", stage.Busy(10));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "5000us a done", "5010us b done" }));
    }

    [Test]
    public void A_thread_that_wakes_goes_before_those_that_have_run_since_but_after_those_that_have_not()
    {
        var stage = new Stage(1, free => free with { Slice = Us(1000) });
        stage.Thread("a", stage.Busy(5000));
        stage.Thread("b", stage.Busy(5000));
        stage.At(2500, () => stage.Thread("late", stage.Busy(500)));

        stage.Run(6000);

        // a 0..0.5 (new: half a slice), b 0.5..1, a 1..2, b 2..3 ms. Late comes at 2.5 and starts at V = (1.5 + 1) / 2 = 1.25, with b's slice protected.
        // At 3, a and b are at 1.5, and late is the only one that is not beyond V.
        Assert.That(stage.Log, Is.EqualTo(new[] { "3500us late done" }));
    }

    [TestCase(true, 107)]
    [TestCase(false, 100)]
    public void An_interrupt_makes_the_burst_longer_and_counts_for_the_thread_unless_the_kernel_keeps_it_apart(bool isCharged, long cpuUs)
    {
        var stage = new Stage();
        stage.Host.ChargesInterrupts = isCharged;
        stage.Thread("a", stage.Busy(100));
        stage.At(40, () => stage.Host.Cores[0].Interrupt(Us(7)));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "107us a done" }));
        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(cpuUs)));
        Assert.That(stage.Host.BusyTime, Is.EqualTo(Us(107)));
    }

    [Test]
    public void A_pinned_thread_waits_for_its_core_while_another_is_idle()
    {
        var stage = new Stage(2);
        stage.Thread("a", stage.Busy(100), 0);
        stage.Thread("pinned", stage.Busy(10), 0);
        stage.Thread("free", stage.Busy(10));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "10us free done", "100us a done", "110us pinned done" }));
    }

    [Test]
    public void A_core_with_nothing_to_do_pulls_a_thread_from_the_longest_queue()
    {
        var stage = new Stage(2, free => free with { ContextSwitch = Us(1), NewidlePull = Us(2) });
        stage.Thread("long", stage.Busy(200));
        stage.Thread("short", stage.Busy(50));
        stage.Thread("waiting", stage.Busy(10));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "51us short done", "64us waiting done", "201us long done" }));
    }

    [Test]
    public void Time_spent_waiting_for_a_core_is_counted_for_the_thread()
    {
        var stage = new Stage();
        stage.Thread("a", stage.Busy(80));
        var b = stage.Thread("b", stage.Busy(10));

        stage.Run();

        Assert.That(b.CoreWait, Is.EqualTo(Us(80)));
    }
}
