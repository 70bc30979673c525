using GmpSim.Engine;
using GmpSim.Machine;
using static GmpSim.Tests.Unit.Machine.Stage;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Costs of leaving idle that are not the same every time.</summary>
public sealed class CostSpreadTests
{
    private const int WakeUps = 4_000;

    [TestCase(20)]
    [TestCase(100)]
    [TestCase(300)]
    public void Draws_have_the_value_of_the_profile_as_median_and_the_given_spread(int percent)
    {
        var spread = new CostSpread(percent, new RandomStream(7, "spread"));
        var draws = Enumerable.Range(0, 20_001).Select(_ => spread.Draw(Us(10)).Nanoseconds).Order().ToArray();

        // For a lognormal distribution ln(upper quartile / lower quartile) = 2 z sigma, and the square of standard deviation over mean is exp(sigma^2) - 1.
        var sigma = Math.Log(draws[15_000] / draws[5_000]) / (2 * 0.67449);
        Assert.That(draws[10_000], Is.EqualTo(10_000).Within(3).Percent);
        Assert.That(100 * Math.Sqrt(Math.Exp(sigma * sigma) - 1), Is.EqualTo(percent).Within(5).Percent);
    }

    [Test]
    public void What_is_free_stays_free() => Assert.That(new CostSpread(50, new RandomStream(7, "spread")).Draw(SimDuration.Zero), Is.EqualTo(SimDuration.Zero));

    [Test]
    public void Wake_ups_of_an_idle_core_scatter_about_the_exit_and_those_of_a_machine_without_spread_do_not()
    {
        var (without, with) = (Latencies(idleSpread: 0), Latencies(idleSpread: 30));

        Assert.That(without, Is.All.EqualTo(20_000));
        Assert.That(with[WakeUps / 2], Is.EqualTo(20_000).Within(3).Percent);
        Assert.That(with[WakeUps * 3 / 4] - with[WakeUps / 4], Is.EqualTo(2 * Math.Sinh(0.67449 * Math.Sqrt(Math.Log(1.09))) * 20_000).Within(6).Percent);
    }

    [Test]
    public void A_cores_spread_is_its_own_and_the_same_in_every_run()
    {
        var (first, again, other) = (Latencies(30, core: 1), Latencies(30, core: 1), Latencies(30, core: 0));

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    /// <summary>Latencies of wake-ups by a device, sorted [ns].</summary>
    private static double[] Latencies(int idleSpread, int core = 0)
    {
        var stage = new Stage(2, free => free with { IdleExitShallow = Us(20), IdleGapMedium = Us(1_000_000), IdleGapDeep = Us(1_000_000) }, setup: usual => usual with { Traits = usual.Traits with { IdleSpreadPercent = idleSpread } });
        var latencies = new List<double>();
        var sleeper = stage.Thread("sleeper", async thread =>
        {
            while (true)
            {
                await thread.Block();
                latencies.Add((stage.Simulation.Now - thread.WokenAt).Nanoseconds);
            }
        }, core);
        for (var i = 1; i <= WakeUps; i++) stage.At(i * 1_000, () => stage.Host.Wake(sleeper, SimDuration.Zero, waker: null));
        stage.Run((WakeUps + 1) * 1_000);
        return [.. latencies.Order()];
    }
}
