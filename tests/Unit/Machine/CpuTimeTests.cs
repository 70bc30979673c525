using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

[TestFixture]
internal sealed class CpuTimeTests
{
    [Test]
    public void A_burst_is_booked_to_what_its_parts_were_spent_on()
    {
        var stage = new Stage();
        var thread = stage.Thread("t", async t =>
        {
            t.Spend(Stage.Us(5));
            t.SpendInRuntime(Stage.Us(3));
            t.SpendInKernel(Stage.Us(2));
            await t.Settle();
        });

        stage.Run(20);

        Assert.That(Uses(stage.Host.Cores[0]), Is.EqualTo("Program 5 Runtime 3 Kernel 2"));
        Assert.That(stage.Host.Cores[0].IdleTime, Is.EqualTo(Stage.Us(10)));
        Assert.That(thread.Times.Total, Is.EqualTo(Stage.Us(10)));
    }

    [Test]
    public void In_the_middle_of_a_burst_its_kernel_part_has_passed_first()
    {
        var stage = new Stage();
        stage.Thread("t", async t =>
        {
            t.Spend(Stage.Us(5));
            t.SpendInKernel(Stage.Us(2));
            await t.Settle();
        });

        stage.Run(3);

        Assert.That(Uses(stage.Host.Cores[0]), Is.EqualTo("Program 1 Kernel 2"));
        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(Stage.Us(3)));
    }

    [Test]
    public void Delivery_and_leaving_an_idle_state_are_idle_time_and_the_switch_is_not()
    {
        var stage = new Stage(costs: c => c with { WakeDeliver = Stage.Us(1), IdleExitShallow = Stage.Us(2), ContextSwitch = Stage.Us(4), IdleGapMedium = Stage.Us(100) });
        stage.Thread("t", stage.Busy(10));

        stage.Run(30);

        Assert.That(stage.Log, Is.EqualTo(new[] { "17us t done" }));
        Assert.That(Uses(stage.Host.Cores[0]), Is.EqualTo("Program 10 Switch 4"));
        Assert.That(stage.Host.Cores[0].IdleTime, Is.EqualTo(Stage.Us(3 + 13)));
    }

    [Test]
    public void Interrupts_of_an_idle_core_run_one_after_another_and_before_a_thread_that_is_on_its_way()
    {
        var stage = new Stage(costs: c => c with { ContextSwitch = Stage.Us(4) });
        stage.At(10, () => stage.Host.Cores[0].Interrupt(Stage.Us(3)));
        stage.At(11, () => stage.Host.Cores[0].Interrupt(Stage.Us(3))); // until 16
        stage.At(12, () => stage.Thread("t", stage.Busy(10)));

        stage.Run(50);

        Assert.That(stage.Log, Is.EqualTo(new[] { "30us t done" }));
        Assert.That(Uses(stage.Host.Cores[0]), Is.EqualTo("Program 10 Interrupt 6 Switch 4"));
    }

    [Test]
    public void An_interrupt_during_a_switch_holds_the_switch_up()
    {
        var stage = new Stage(costs: c => c with { WakeDeliver = Stage.Us(5), ContextSwitch = Stage.Us(4) });
        stage.Thread("t", stage.Busy(10));
        stage.At(2, () => stage.Host.Cores[0].Interrupt(Stage.Us(1))); // on its way
        stage.At(8, () => stage.Host.Cores[0].Interrupt(Stage.Us(1))); // in the switch itself

        stage.Run(50);

        Assert.That(stage.Log, Is.EqualTo(new[] { "21us t done" }));
        Assert.That(Uses(stage.Host.Cores[0]), Is.EqualTo("Program 10 Interrupt 2 Switch 4"));
        Assert.That(stage.Host.Cores[0].IdleTime, Is.EqualTo(Stage.Us(50 - 16)));
    }

    [TestCase(true, 8)]
    [TestCase(false, 10)]
    public void A_slice_is_CPU_time_that_an_interrupt_uses_unless_the_kernel_keeps_it_apart(bool isCharged, long ranUs)
    {
        var stage = new Stage(costs: c => c with { Slice = Stage.Us(20) }); // of which a new thread has half at first
        stage.Host.ChargesInterrupts = isCharged;
        var first = stage.Thread("first", stage.Busy(20));
        var second = stage.Thread("second", stage.Busy(20));
        stage.At(8, () => stage.Host.Cores[0].Interrupt(Stage.Us(5))); // until 13

        stage.Run(15);
        Assert.That(first.Times.Total, Is.EqualTo(Stage.Us(ranUs)), "8 us before the interrupt, and 2 us after it only if it was no part of the slice");

        stage.Run(100);
        Assert.That(second.Times.Total, Is.EqualTo(Stage.Us(20)));
        Assert.That(Uses(stage.Host.Cores[0]), Is.EqualTo("Program 40 Interrupt 5"));
    }

    [Test]
    public void At_every_instant_used_and_idle_time_make_up_the_time_since_the_start()
    {
        var stage = new Stage(cores: 2, costs: c => c with
        {
            WakeDeliver = Stage.Us(2), ContextSwitch = Stage.Us(3), Slice = Stage.Us(7), NewidlePull = Stage.Us(2), SignalHandle = Stage.Us(1),
        });
        for (var i = 0; i < 5; i++)
        {
            stage.Thread($"t{i}", async t =>
            {
                for (var round = 0; round < 5; round++)
                {
                    t.Spend(Stage.Us(4));
                    t.SpendInKernel(Stage.Us(6));
                    await t.Settle();
                    await t.BlockUntil(t.LocalNow + Stage.Us(9));
                }
            });
        }

        for (var us = 1; us < 300; us += 5) stage.At(us, () => stage.Host.Cores[0].Interrupt(Stage.Us(2)));

        var conservation = new CpuConservation(stage.Host);
        for (var us = 1; us <= 400; us++)
        {
            stage.Run(us);
            Assert.That(conservation.Find(), Is.Null, $"at {us} us");
            foreach (var core in stage.Host.Cores)
            {
                Assert.That(core.BusyTime + core.IdleTime, Is.EqualTo(Stage.Us(us)), $"{core.Name} at {us} us");
                Assert.That(Enum.GetValues<CpuUse>().Aggregate(SimDuration.Zero, (sum, use) => sum + core.TimeOf(use)), Is.EqualTo(core.BusyTime), $"uses of {core.Name} at {us} us");
            }
        }

        Assert.That(stage.Host.Cores[0].TimeOf(CpuUse.Program) + stage.Host.Cores[1].TimeOf(CpuUse.Program), Is.EqualTo(Stage.Us(5 * 5 * 4)));
    }

    [Test]
    public void A_thread_that_sleeps_or_ends_gives_its_core_up_and_one_whose_slice_ends_loses_it()
    {
        var stage = new Stage(costs: c => c with { Slice = Stage.Us(10) });
        stage.Thread("sleeper", async t =>
        {
            t.Spend(Stage.Us(2));
            await t.BlockUntil(t.LocalNow + Stage.Us(100));
        });
        stage.Thread("hog", stage.Busy(15));
        stage.Thread("other", stage.Busy(5)); // hog loses its core once, at 12 us

        stage.Run(500);

        Assert.That(stage.Host.VoluntarySwitches, Is.EqualTo(4), "one sleep and three ends");
        Assert.That(stage.Host.Preemptions, Is.EqualTo(1));
    }

    [Test]
    public void Time_that_is_passed_on_a_core_but_was_spent_by_nobody_is_found()
    {
        var stage = new Stage();
        var thread = stage.Thread("t", stage.Busy(10));
        stage.Run(5);
        var conservation = new CpuConservation(stage.Host);
        Assert.That(conservation.Find(), Is.Null);

        thread.Owing.Add(CpuUse.Kernel, Stage.Us(1)); // spent, but in no burst
        Assert.That(conservation.Find(), Does.StartWith("t has spent").And.Contains("that has not passed"));

        thread.Times.Add(CpuUse.Kernel, Stage.Us(1)); // passed, but on no core
        thread.Owing.Clear();
        thread.Owing.Add(CpuUse.Program, Stage.Us(10));
        Assert.That(conservation.Find(), Does.StartWith("cores have passed").And.Contains("of Kernel"));
    }

    [Test]
    public void An_account_that_is_short_of_what_passes_stops_the_run()
    {
        var stage = new Stage();
        var thread = stage.Thread("t", stage.Busy(10));
        stage.Run(5);

        thread.Owing.Clear();

        Assert.That(() => stage.Run(20), Throws.InvalidOperationException.With.Message.Contains("that nobody had spent"));
    }

    /// <summary>The uses that are not zero, in microseconds.</summary>
    private static string Uses(Core core) =>
        string.Join(' ', Enum.GetValues<CpuUse>().Where(use => core.TimeOf(use) > SimDuration.Zero).Select(use => $"{use} {core.TimeOf(use).Microseconds}"));
}
