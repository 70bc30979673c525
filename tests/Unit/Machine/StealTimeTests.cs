using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Cores that the host of a virtual machine takes away.</summary>
public sealed class StealTimeTests
{
    [Test]
    public void What_runs_on_a_core_stands_still_while_the_core_is_gone()
    {
        var stage = new Stage();
        var thread = stage.Thread("t", stage.Busy(100));
        stage.At(40, () => stage.Host.Cores[0].TakeAway(Us(7)));

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "107us t done" }));
        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(100)), "the gap is nobody's CPU time");
        Assert.That(thread.CoreWait, Is.EqualTo(Us(7)), "the thread waited for its core");
        Assert.That(stage.Host.Cores[0].TimeOf(CpuUse.Steal), Is.EqualTo(Us(7)));
        Assert.That(stage.Host.BusyTime, Is.EqualTo(Us(100)));
    }

    [Test]
    public void In_the_middle_of_a_gap_its_past_is_stolen_and_nothing_else_has_passed()
    {
        var stage = new Stage();
        stage.Thread("t", stage.Busy(100));
        stage.At(40, () => stage.Host.Cores[0].TakeAway(Us(7)));
        stage.At(42, () => stage.Host.Cores[0].Interrupt(Us(5))); // handled from 47 to 52

        var core = stage.Host.Cores[0];
        stage.Run(44);
        Assert.That((core.TimeOf(CpuUse.Program), core.TimeOf(CpuUse.Steal), core.TimeOf(CpuUse.Interrupt)), Is.EqualTo((Us(40), Us(4), Us(0))));
        stage.Run(50);
        Assert.That((core.TimeOf(CpuUse.Program), core.TimeOf(CpuUse.Steal), core.TimeOf(CpuUse.Interrupt)), Is.EqualTo((Us(40), Us(7), Us(3))));
        Assert.That(core.BusyTime, Is.EqualTo(Us(43)));
        stage.Run(200);
        Assert.That(core.BusyTime + core.IdleTime + core.TimeOf(CpuUse.Steal), Is.EqualTo(Us(200)));
        Assert.That(stage.Log, Is.EqualTo(new[] { "112us t done" }));
    }

    [Test]
    public void Stolen_time_is_not_taken_from_a_quota()
    {
        var stage = new Stage();
        stage.Account.Bandwidth = stage.Host.NewBandwidth();
        stage.Account.Bandwidth.Limit(new CpuQuota(Us(20_000), CpuQuota.DefaultPeriod));
        stage.Thread("hog", stage.Busy(50_000));
        stage.At(5_000, () => stage.Host.Cores[0].TakeAway(Us(3_000)));

        stage.Run(90_000);

        Assert.That(stage.Account.CpuTime, Is.EqualTo(Us(20_000)));
        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(Us(20_000)));
    }

    [TestCase(0.03)]
    [TestCase(0.4)]
    public void A_busy_core_loses_the_share_that_the_host_takes(double share)
    {
        var stage = new Stage(2);
        stage.Host.Steal(share, new ExponentialDistribution(Us(200)));
        for (var i = 0; i < 2; i++) stage.Thread("hog" + i, stage.Busy(100_000_000), i);

        stage.Run(20_000_000);

        foreach (var core in stage.Host.Cores)
        {
            // 20 s / (200 us / share) gaps: the relative standard error is about sqrt(2 * 200 us / (20 s * share))
            Assert.That(core.TimeOf(CpuUse.Steal).Seconds / 20, Is.EqualTo(share).Within(5 * share * Math.Sqrt(2e-5 / share)));
            Assert.That(core.TimeOf(CpuUse.Steal) + core.BusyTime, Is.EqualTo(Us(20_000_000)));
        }
    }

    [Test]
    public void A_wake_up_that_meets_a_core_which_is_gone_waits_for_the_rest_of_the_gap()
    {
        var stage = new Stage();
        stage.Host.Steal(0.5, new ConstantDistribution(Us(1_000)));
        var waits = new List<SimDuration>();
        stage.Thread("sleeper", async thread =>
        {
            while (true)
            {
                var due = thread.LocalNow + Us(1_700);
                await thread.BlockUntil(due);
                waits.Add(thread.LocalNow - due);
            }
        });

        stage.Run(20_000_000);

        // Half of the wake-ups meet a gap, of which half is left on average; the core is idle otherwise.
        Assert.That(waits.Average(wait => wait.Microseconds), Is.EqualTo(250).Within(15));
        Assert.That(waits.Max(wait => wait.Microseconds), Is.LessThanOrEqualTo(1_000));
        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(SimDuration.Zero));
    }

    [Test]
    public void When_the_host_takes_a_core_does_not_hang_on_what_runs_there()
    {
        var always = GapsSeen(busyUs: 1_000);
        var sometimes = GapsSeen(busyUs: 300);

        Assert.That(always, Has.Count.GreaterThan(300), "200 ms / 500 us");
        Assert.That(sometimes, Has.Count.InRange(100, always.Count * 4 / 5));
        Assert.That(sometimes, Is.SubsetOf(always));

        static List<SimTime> GapsSeen(long busyUs)
        {
            var stage = new Stage();
            stage.Host.Steal(0.1, new ConstantDistribution(Us(50)));
            var gaps = new Gaps();
            stage.Simulation.Observer = gaps;
            stage.Thread("t", async thread =>
            {
                while (true)
                {
                    thread.Spend(Us(busyUs));
                    await thread.BlockUntil(thread.LocalNow + Us(1_000 - busyUs));
                }
            });
            stage.Run(200_000);
            return gaps.Begins;
        }
    }

    /// <summary>Notes when the host looked whether there is something to take away.</summary>
    private sealed class Gaps : IEventObserver
    {
        internal List<SimTime> Begins { get; } = [];

        public void OnEvent(Simulation simulation, in SimEvent occurrence)
        {
            if (simulation.NameOf(occurrence.Receiver) == "steal/0") Begins.Add(occurrence.At);
        }
    }
}
