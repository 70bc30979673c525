using GmpSim.Scenarios.Statistics;

namespace GmpSim.Tests.Unit.Statistics;

public sealed class PrecisionTests
{
    [Test]
    public void Half_width_over_mean_decides()
    {
        // Mean 100, deviation 1, n = 4: half width 3.1824 · 1 / 2 = 1.591, so 1.591 % of the mean.
        double[] values = [99, 100, 100, 101];
        values = [.. values.Select(v => 100 + ((v - 100) * Math.Sqrt(1.5)))];

        Assert.That(new Precision(0.0160, 0.95).IsReached(values), Is.True);
        Assert.That(new Precision(0.0159, 0.95).IsReached(values), Is.False);
    }

    [Test]
    public void One_replication_is_never_precise() => Assert.That(new Precision(1, 0.95).IsReached([5]), Is.False);

    [Test]
    public void Values_that_vary_around_zero_are_never_precise() => Assert.That(new Precision(0.5, 0.95).IsReached([-1, 1]), Is.False);
}
