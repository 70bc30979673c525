using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Two hardware threads of one core at 50 % unless said otherwise, so that times can be worked out in the head.</summary>
public sealed class SiblingTests
{
    [Test]
    public void Work_takes_twice_as_long_while_the_sibling_is_busy()
    {
        var stage = On(50);
        stage.Thread("long", stage.Busy(100), 0);
        stage.Thread("short", stage.Busy(20), 1);
        stage.Run();

        // Both run at half speed until short is done, at 40; long has 80 left.
        Assert.That(stage.Log, Is.EqualTo(new[] { "40us short done", "120us long done" }));
    }

    [Test]
    public void A_burst_is_stretched_from_the_instant_at_which_the_sibling_becomes_busy()
    {
        var stage = On(50);
        var first = stage.Thread("long", stage.Busy(100), 0);
        stage.At(30, () => stage.Thread("short", stage.Busy(10), 1));
        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "50us short done", "110us long done" }));
        Assert.That(first.Times[CpuUse.Sibling], Is.EqualTo(Us(10)));
        Assert.That(first.Times[CpuUse.Program], Is.EqualTo(Us(100)));
    }

    [Test]
    public void What_a_signal_leaves_undone_of_a_slow_burst_is_work()
    {
        var stage = On(50);
        var thread = stage.Thread("interruptible", async self =>
        {
            self.Spend(Us(100));
            var left = await self.SettleInterruptibly();
            stage.Note($"left {left.Microseconds}us");
        }, 0);
        stage.Thread("sibling", stage.Busy(1000), 1);
        stage.At(60, () => stage.Host.Signal(thread, SimDuration.Zero));
        stage.Run(61);

        Assert.That(stage.Log, Is.EqualTo(new[] { "60us left 70us" }));
    }

    [TestCase(62)]
    [TestCase(55)]
    [TestCase(99)]
    public void Two_busy_siblings_do_twice_their_speed_of_one_alone(int percent)
    {
        var stage = On(percent);
        stage.Thread("a", stage.Busy(1_000_000), 0);
        stage.Thread("b", stage.Busy(1_000_000), 1);
        stage.Run(10_000_000);

        var seconds = double.Parse(stage.Log[1].Split("us")[0], System.Globalization.CultureInfo.InvariantCulture) / 1e6;
        Assert.That(2 / seconds, Is.EqualTo(2 * percent / 100.0).Within(0.001).Percent);
    }

    [Test]
    public void Work_is_conserved_to_the_picosecond_through_slices_interrupts_and_turns()
    {
        var stage = new Stage(
            4,
            free => free with { Slice = Us(7), ContextSwitch = Us(1), SignalHandle = Us(1), IpiDeliver = Us(1) },
            new MachineTopology(1, 1, 2, 2),
            usual => usual with { Traits = usual.Traits with { SiblingSpeedPercent = 62 } });
        var check = new CpuConservation(stage.Host);
        var problems = new List<string?>();
        var threads = Enumerable.Range(0, 7).Select(i => stage.Thread($"t{i}", async thread =>
        {
            for (var round = 0; round < 50; round++)
            {
                thread.Spend(SimDuration.FromPicoseconds(3_333_331 + (i * 777_777)));
                thread.SpendInKernel(SimDuration.FromPicoseconds(123_457));
                await thread.Settle();
                if (round % 3 == i % 3) await thread.BlockUntil(thread.LocalNow + Us(11 + i));
            }
        })).ToList();
        for (var us = 1; us < 3000; us += 13)
        {
            var at = us;
            stage.At(at, () => stage.Host.Cores[at % 4].Interrupt(SimDuration.FromPicoseconds(345_678)));
            stage.At(at + 5, () => problems.Add(check.Find()));
        }

        stage.Run(10_000);

        Assert.That(problems, Has.All.Null);
        for (var i = 0; i < threads.Count; i++)
        {
            Assert.That(threads[i].Times[CpuUse.Program], Is.EqualTo(SimDuration.FromPicoseconds(3_333_331 + (i * 777_777)) * 50));
            Assert.That(threads[i].Times[CpuUse.Sibling], Is.GreaterThan(SimDuration.Zero));
        }
    }

    [Test]
    public void A_slice_that_ends_while_the_sibling_is_busy_gives_the_core_to_the_next()
    {
        var stage = new Stage(
            2,
            free => free with { Slice = Us(750) },
            new MachineTopology(1, 1, 1, 2),
            usual => usual with { Traits = usual.Traits with { SiblingSpeedPercent = 62 } });
        stage.Thread("sibling", stage.Busy(100_000), 1);
        var first = stage.Thread("first", stage.Busy(100_000), 0);
        var second = stage.Thread("second", stage.Busy(100_000), 0);
        stage.Run(10_000);

        // Slices are of CPU time, slow or not, 1.5 ms on two CPUs and half of that at first: they end at 0.75, 1.5, 3, 4.5, 6, 7.5 and 9 ms.
        Assert.That(stage.Host.Preemptions, Is.EqualTo(7));
        Assert.That(first.Times.Total + second.Times.Total, Is.InRange(Us(8_500), Us(10_000)));
    }

    private static Stage On(int percent) =>
        new(2, topology: new MachineTopology(1, 1, 1, 2), setup: usual => usual with { Traits = usual.Traits with { SiblingSpeedPercent = percent } });
}
