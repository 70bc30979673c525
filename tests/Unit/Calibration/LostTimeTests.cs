using GmpSim.Calibration;
using GmpSim.Calibration.Measuring;
using GmpSim.Engine;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Calibration;

/// <summary>What host and interrupts take of a thread that never sleeps, as the simulated machine gets it.</summary>
public sealed class LostTimeTests
{
    [Test]
    public void Share_median_and_tail_of_the_gaps_become_steal_time_of_a_scenario()
    {
        var readings = new Readings();
        foreach (var (round, share) in new[] { 0.01, 0.03, 0.02 }.Index()) readings.Of("quantum", "alone;lost-share", "1").Add(round, share);
        for (var gap = 1; gap <= 101; gap++) readings.Of("quantum", "alone;gap", "ns").Add(gap % 3, 10_000 + (gap * 100));

        var lost = LostTime.Of(readings)!;
        var steal = Given.Setup($"os: {{ steal: {lost.Flow} }}").Os.Steal!;

        Assert.That(lost.Flow, Is.EqualTo("{ share: 2%, gap: { lognormal: { median: 15100ns, p99: 20000ns } } }"));
        Assert.That(steal.Share, Is.EqualTo(0.02).Within(1e-12));
        Assert.That(((LognormalDistribution)steal.Gap).Median, Is.EqualTo(SimDuration.FromNanoseconds(15_100)));
    }

    [Test]
    public void Without_a_gap_nothing_is_lost()
    {
        var readings = new Readings();
        readings.Of("quantum", "alone;lost-share", "1").Add(0, 0);

        Assert.That(LostTime.Of(readings), Is.Null);
        Assert.That(LostTime.Of(new()), Is.Null);
    }
}
