using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What a wake-up of an idle core costs whom, by how the core learns of it.</summary>
public sealed class IdleWakeTests
{
    [TestCase(IdleWake.Polling, 0, 4)]
    [TestCase(IdleWake.Interrupt, 3, 10)]
    [TestCase(IdleWake.Kvm, 5, 10 + 40)]
    public void The_waker_pays_for_an_interrupt_and_its_delivery_takes_longer(IdleWake kind, long wakerPaysUs, long latencyUs)
    {
        var stage = On(kind);
        var latency = SimDuration.Zero;
        var sleeper = stage.Thread("sleeper", async thread =>
        {
            await thread.Block();
            latency = stage.Simulation.Now - thread.WokenAt;
        }, 1);
        var waker = Waker(stage, sleeper);
        stage.Run();

        Assert.That(waker.Times[CpuUse.Kernel], Is.EqualTo(Us(wakerPaysUs)));
        Assert.That(latency, Is.EqualTo(Us(latencyUs)));
    }

    [TestCase(IdleWake.Interrupt)]
    [TestCase(IdleWake.Kvm)]
    public void A_sleeper_on_the_wakers_own_core_needs_no_interrupt(IdleWake kind)
    {
        var stage = On(kind);
        var sleeper = stage.Thread("sleeper", async thread => await thread.Block(), 0);
        var waker = Waker(stage, sleeper);
        stage.Run();

        Assert.That(waker.Times[CpuUse.Kernel], Is.EqualTo(SimDuration.Zero));
    }

    [Test]
    public void A_wake_up_from_an_interrupt_is_paid_for_by_the_interrupt()
    {
        var stage = On(IdleWake.Interrupt);
        var sleeper = stage.Thread("sleeper", async thread => await thread.Block(), 1);
        stage.At(1000, () => stage.Host.Wake(sleeper, SimDuration.Zero, stage.Host.Cores[0]));
        stage.Run();

        Assert.That(stage.Host.Cores[0].TimeOf(CpuUse.Interrupt), Is.EqualTo(Us(3)));
    }

    [Test]
    public void The_hosts_polling_window_doubles_with_short_halts_and_shrinks_with_long_ones()
    {
        var halting = new HaltPolling(Us(200));
        Assert.That(halting.IsPolling(Us(1)), Is.False, "no window at first");

        foreach (var _ in Enumerable.Range(0, 4)) halting.Adapt(Us(150));
        Assert.That((halting.IsPolling(Us(80)), halting.IsPolling(Us(81))), Is.EqualTo((true, false)), "10, 20, 40, 80 us");

        halting.Adapt(Us(60));
        Assert.That(halting.IsPolling(Us(80)), Is.True, "a halt within the window changes nothing");

        halting.Adapt(Us(150));
        halting.Adapt(Us(199));
        Assert.That((halting.IsPolling(Us(200)), halting.IsPolling(Us(201))), Is.EqualTo((true, false)), "not beyond the limit");

        foreach (var _ in Enumerable.Range(0, 5)) halting.Adapt(Us(5000));
        Assert.That(halting.IsPolling(Us(1)), Is.False, "100, 50, 25, 12.5 us, none");
    }

    /// <summary>A thread on core 0 that computes until the other sleeps, and wakes it.</summary>
    private static KernelThread Waker(Stage stage, KernelThread sleeper) => stage.Thread("waker", async thread =>
    {
        thread.Spend(Us(90));
        await thread.Settle();
        stage.Host.Wake(sleeper, thread.Owed, thread.Core);
        await thread.Settle();
    }, 0);

    private static Stage On(IdleWake kind) => new(
        2,
        free => free with { WakeDeliver = Us(4), IpiDeliver = Us(10), IpiSend = Us(3), IpiSendVm = Us(5), HaltExitBlocked = Us(40), HaltExitPolled = Us(7) },
        setup: usual => usual with { Traits = usual.Traits with { IdleWake = kind } });
}
