using GmpSim.Engine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What the code of a thread can rely on.</summary>
public sealed class KernelThreadTests
{
    [Test]
    public void Time_that_is_spent_passes_at_the_next_settle()
    {
        var stage = new Stage();
        stage.Thread("a", async thread =>
        {
            thread.Spend(Us(3));
            thread.Spend(Us(4));
            stage.Note("spent");
            await thread.Settle();
            stage.Note("settled");
        });

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "0us spent", "7us settled" }));
    }

    [Test]
    public void A_wake_up_that_comes_before_the_sleep_calls_it_off()
    {
        var stage = new Stage();
        var thread = stage.Thread("a", async self =>
        {
            self.Spend(Us(10));
            await self.Block(); // falls asleep at 10, but is woken at 5
            stage.Note("goes on");
            await self.Block(); // one wake-up ends one sleep
            stage.Note("woken twice");
        });
        stage.At(5, () => Assert.That(stage.Host.Wake(thread, SimDuration.Zero, waker: null), Is.False, "was asleep"));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "10us goes on" }));
    }

    [Test]
    public void A_sleep_with_a_deadline_tells_whether_the_time_ran_out()
    {
        var stage = new Stage();
        var thread = stage.Thread("a", async self =>
        {
            stage.Note("timed out: " + await self.BlockUntil(SimTime.Zero + Us(20)));
            stage.Note("timed out: " + await self.BlockUntil(SimTime.Zero + Us(40)));
            stage.Note("timed out: " + await self.BlockUntil(SimTime.Zero + Us(50)));
        });
        stage.At(30, () => stage.Host.Wake(thread, SimDuration.Zero, waker: null));

        stage.Run();

        // The alarm for 40 us must not end the third sleep.
        Assert.That(stage.Log, Is.EqualTo(new[] { "20us timed out: True", "30us timed out: False", "50us timed out: True" }));
    }

    [Test]
    public void A_signal_cuts_an_interruptible_burst_and_tells_what_is_left_of_it()
    {
        var stage = new Stage(1, free => free with { SignalDeliver = Us(5) });
        var thread = stage.Thread("a", async self =>
        {
            self.Spend(Us(100));
            var left = await self.SettleInterruptibly();
            stage.Note($"left {left.Microseconds}us");
        });
        stage.At(30, () => stage.Host.Signal(thread, SimDuration.Zero));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "35us left 65us" }));
        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(35)));
    }

    [Test]
    public void A_signal_for_a_thread_without_a_core_takes_effect_when_it_gets_one()
    {
        var stage = new Stage(1, free => free with { Slice = Us(50) });
        var thread = stage.Thread("a", async self =>
        {
            self.Spend(Us(100));
            var left = await self.SettleInterruptibly();
            stage.Note($"left {left.Microseconds}us");
        });
        stage.Thread("b", stage.Busy(50));
        stage.At(70, () => stage.Host.Signal(thread, SimDuration.Zero)); // a has run 0..50 and waits until 100

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "100us b done", "100us left 50us" }));
    }

    [Test]
    public void A_signal_does_not_disturb_a_burst_that_is_not_interruptible()
    {
        var stage = new Stage();
        var thread = stage.Thread("a", stage.Busy(100));
        stage.At(30, () => stage.Host.Signal(thread, SimDuration.Zero));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "100us a done" }));
    }
}
