using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Threads of other tenants.</summary>
public sealed class BackgroundLoadTests
{
    [TestCase(0.1)]
    [TestCase(0.5)]
    [TestCase(0.9)]
    public void A_thread_that_has_a_core_to_itself_uses_the_share_that_it_wants(double utilisation)
    {
        var stage = new Stage();
        var load = new BackgroundLoad(stage.Host, "background/0", new ExponentialDistribution(Us(1_000)), utilisation);
        load.Start(1, _ => CpuSet.All(1));

        stage.Run(60_000_000);

        Assert.That(load.Account.CpuTime.Seconds / 60, Is.EqualTo(utilisation).Within(0.015));
    }

    [Test]
    public void At_100_percent_it_never_sleeps_and_shares_the_core_fairly()
    {
        var stage = new Stage(1, free => free with { Slice = Us(3_000) });
        var load = new BackgroundLoad(stage.Host, "background/0", new ConstantDistribution(Us(500)), 1);
        load.Start(2, _ => CpuSet.All(1));
        stage.Thread("own", stage.Busy(100_000));

        stage.Run(300_000);

        Assert.That(stage.Account.CpuTime.Milliseconds, Is.EqualTo(100).Within(3));
        Assert.That(stage.Host.BusyTime, Is.EqualTo(Us(300_000)));
    }

    [TestCase(0, 1024)]
    [TestCase(5, 335)]
    [TestCase(19, 15)]
    [TestCase(-5, 3121)]
    public void A_core_is_shared_in_the_ratio_of_the_weights_of_nice_levels(int nice, int weight)
    {
        var stage = new Stage(1, free => free with { Slice = Us(3_000) });
        var load = new BackgroundLoad(stage.Host, "background/0", new ConstantDistribution(Us(1_000)), 1);
        load.Start(1, _ => CpuSet.All(1), nice);
        stage.Thread("own", stage.Busy(100_000_000));

        stage.Run(30_000_000);

        Assert.That(load.Account.CpuTime.Seconds / 30, Is.EqualTo(weight / (weight + 1024.0)).Within(0.5).Percent);
    }

    [Test]
    public void Threads_bound_to_a_core_leave_the_others_alone()
    {
        var stage = new Stage(2);
        var load = new BackgroundLoad(stage.Host, "background/0", new ConstantDistribution(Us(1_000)), 1);
        load.Start(4, _ => CpuSet.Of([1], 2));

        stage.Run(50_000);

        Assert.That(stage.Host.Cores[0].BusyTime, Is.EqualTo(SimDuration.Zero));
        Assert.That(stage.Host.Cores[1].BusyTime, Is.EqualTo(Us(50_000)));
    }

    [Test]
    public void More_threads_are_the_same_threads_and_more()
    {
        Assert.That(SleepsOfTheFirst(threads: 1), Is.EqualTo(SleepsOfTheFirst(threads: 3)));

        static SimDuration SleepsOfTheFirst(int threads)
        {
            var stage = new Stage(4);
            var load = new BackgroundLoad(stage.Host, "background/0", new ExponentialDistribution(Us(1_000)), 0.3);
            load.Start(threads, thread => CpuSet.Of([thread], 4));
            stage.Run(100_000);
            return stage.Host.Cores[0].IdleTime;
        }
    }
}
