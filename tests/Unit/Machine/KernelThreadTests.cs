using GmpSim.Engine;
using GmpSim.Machine;
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

    [TestCase(null, 30, "100us timed out: False", Description = "the handler runs, the sleep goes on")]
    [TestCase(50L, 30, "50us timed out: True")]
    [TestCase(50L, 48, "52us timed out: True", Description = "the time runs out in the handler")]
    [TestCase(null, 98, "102us timed out: False", Description = "the wake-up comes in the handler")]
    public void A_signal_wakes_a_thread_that_sleeps_for_its_handler_alone(long? deadlineUs, long signalUs, string log)
    {
        var stage = new Stage(1, free => free with { SignalHandle = Us(4) });
        var thread = stage.Thread("a", async self =>
        {
            var timedOut = await self.BlockUntil(deadlineUs is { } us ? SimTime.Zero + Us(us) : SimTime.MaxValue);
            stage.Note($"timed out: {timedOut}");
        });
        stage.At(signalUs, () => stage.Host.Signal(thread, SimDuration.Zero));
        stage.At(100, () => stage.Host.Wake(thread, SimDuration.Zero, waker: null));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { log }));
        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(4)), "the handler and nothing else");
        Assert.That(thread.HasPendingSignal, Is.False);
    }

    [Test]
    public void Threads_of_a_process_send_signals_one_after_another_as_far_as_they_hold_its_lock()
    {
        var stage = new Stage(5, free => free with { Syscall = Us(1), SignalLock = Us(2), SignalSend = Us(3), SignalDeliver = Us(7) });
        var victims = Enumerable.Range(0, 2).Select(i => stage.Thread($"victim {i}", async self =>
        {
            self.Spend(Us(100));
            await self.SettleInterruptibly();
            stage.Note(self.Name);
        })).ToArray();
        foreach (var victim in victims)
        {
            stage.Thread("sender", async self =>
            {
                self.Signal(victim);
                await self.Settle();
                stage.Note("sender");
            });
        }

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "6us sender", "8us sender", "13us victim 0", "15us victim 1" }));
    }

    [Test]
    public void Threads_made_at_once_come_one_after_another_as_far_as_clone_holds_locks()
    {
        var stage = new Stage(8, free => free with { Syscall = Us(1), ThreadCreateLock = Us(5), ThreadCreate = Us(10), ThreadStart = Us(7) });
        for (var parent = 0; parent < 3; parent++)
        {
            stage.Thread("parent", async self =>
            {
                self.Clone(stage.Host.NewThread("child", stage.Account, CpuSet.All(8)), async child =>
                {
                    await child.Settle();
                    stage.Note("child");
                });
                await self.Settle();
                stage.Note("parent");
            });
        }

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "16us parent", "21us parent", "23us child", "26us parent", "28us child", "33us child" }));
        Assert.That(stage.Account.ThreadCount, Is.Zero, "all have ended");
    }
}
