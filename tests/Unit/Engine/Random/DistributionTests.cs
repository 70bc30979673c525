using GmpSim.Engine;
using MathNet.Numerics.Distributions;

namespace GmpSim.Tests.Unit.Engine.Random;

internal sealed class DistributionTests
{
    private const int Draws = 200_000;

    /// <summary>Critical value of Kolmogorov and Smirnov at 0.1 %, for many draws.</summary>
    private static readonly double s_critical = 1.95 / Math.Sqrt(Draws);

    private static SimDuration Us(double value) => SimDuration.FromPicoseconds((long)(value * 1e6));

    private static double[] SortedUs(Distribution distribution)
    {
        var stream = new RandomStream(7, "test");
        return [.. Enumerable.Range(0, Draws).Select(_ => distribution.Sample(stream).Microseconds).Order()];
    }

    private static void AssertFollows(Distribution distribution, Func<double, double> cdf)
    {
        var sorted = SortedUs(distribution);
        var distance = sorted.Select((x, i) => Math.Max(Math.Abs(cdf(x) - ((double)i / Draws)), Math.Abs(cdf(x) - ((i + 1.0) / Draws)))).Max();
        Assert.That(distance, Is.LessThan(s_critical), distribution.Describe());
    }

    [Test]
    public void An_exponential_distribution_follows_its_formula() =>
        AssertFollows(new ExponentialDistribution(Us(10)), x => 1 - Math.Exp(-x / 10));

    [Test]
    public void A_uniform_distribution_follows_its_formula() =>
        AssertFollows(new UniformDistribution(Us(2), Us(6)), x => Math.Clamp((x - 2) / 4, 0, 1));

    [Test]
    public void A_lognormal_distribution_follows_its_formula() =>
        AssertFollows(new LognormalDistribution(Us(8), 0.5), x => LogNormal.CDF(Math.Log(8), 0.5, x));

    [Test]
    public void A_pareto_distribution_follows_its_formula() =>
        AssertFollows(new ParetoDistribution(Us(1), 2.5), x => 1 - Math.Pow(1 / x, 2.5));

    [Test]
    public void A_normal_distribution_far_from_zero_follows_its_formula() =>
        AssertFollows(new NormalDistribution(Us(10), Us(1)), x => Normal.CDF(10, 1, x));

    [Test]
    public void A_normal_distribution_is_cut_at_zero()
    {
        var sorted = SortedUs(new NormalDistribution(Us(1), Us(1)));

        Assert.That(sorted[0], Is.Zero);
        Assert.That(sorted.Count(x => x == 0) / (double)Draws, Is.EqualTo(Normal.CDF(0, 1, -1)).Within(0.003), "share that was negative");
    }

    [Test]
    public void A_lognormal_distribution_by_median_and_p99_has_them()
    {
        var sorted = SortedUs(LognormalDistribution.FromMedianAndP99(Us(8), Us(30)));

        Assert.That(sorted[Draws / 2], Is.EqualTo(8).Within(0.1));
        Assert.That(sorted[Draws * 99 / 100], Is.EqualTo(30).Within(0.8));
    }

    [Test]
    public void A_bimodal_distribution_has_its_shares()
    {
        var sorted = SortedUs(new BimodalDistribution(Us(5), Us(1000), 0.01));

        Assert.That(sorted.Distinct(), Is.EqualTo(new[] { 5.0, 1000.0 }));
        Assert.That(sorted.Count(x => x > 5) / (double)Draws, Is.EqualTo(0.01).Within(0.001));
    }

    [Test]
    public void An_empirical_distribution_has_its_weights_and_never_draws_weight_zero()
    {
        var sorted = SortedUs(new EmpiricalDistribution([Us(1), Us(2), Us(3)], [3, 0, 1]));

        Assert.That(sorted.Distinct(), Is.EqualTo(new[] { 1.0, 3.0 }));
        Assert.That(sorted.Count(x => x == 1) / (double)Draws, Is.EqualTo(0.75).Within(0.005));
    }

    [TestCaseSource(nameof(All))]
    public void The_mean_of_many_draws_is_the_mean(Distribution distribution)
    {
        var sorted = SortedUs(distribution);
        double mean = sorted.Average(), deviation = Math.Sqrt(sorted.Sum(x => (x - mean) * (x - mean)) / Draws);

        Assert.That(mean, Is.EqualTo(distribution.MeanPicoseconds / 1e6).Within((4 * deviation / Math.Sqrt(Draws)) + 1e-9));
    }

    /// <summary>Common random numbers stay in step only so: whatever is drawn takes the same number of uniform numbers.</summary>
    [TestCaseSource(nameof(All))]
    public void Every_draw_takes_exactly_one_number_of_the_stream(Distribution distribution)
    {
        if (distribution is ConstantDistribution) return;
        RandomStream drawn = new(3, "s"), counted = new(3, "s");
        for (var i = 0; i < 100; i++)
        {
            distribution.Sample(drawn);
            counted.NextBits();
        }

        Assert.That(drawn.NextBits(), Is.EqualTo(counted.NextBits()));
    }

    [TestCaseSource(nameof(All))]
    public void A_larger_uniform_number_never_gives_a_smaller_value(Distribution distribution)
    {
        RandomStream values = new(5, "s"), units = new(5, "s");
        var pairs = Enumerable.Range(0, 1000).Select(_ => (Unit: units.NextUnit(), Value: distribution.Sample(values))).ToArray();
        if (distribution is ConstantDistribution) return;

        Assert.That(pairs.OrderBy(pair => pair.Unit).Select(pair => pair.Value), Is.Ordered);
    }

    [Test]
    public void A_pareto_distribution_of_shape_one_has_no_mean() =>
        Assert.That(new ParetoDistribution(Us(1), 1).MeanPicoseconds, Is.EqualTo(double.PositiveInfinity));

    [Test]
    public void Weights_must_be_sensible()
    {
        Assert.That(() => new EmpiricalDistribution([Us(1)], [0]), Throws.ArgumentException);
        Assert.That(() => new EmpiricalDistribution([Us(1)], [-1]), Throws.ArgumentException);
        Assert.That(() => new EmpiricalDistribution([], []), Throws.ArgumentException);
        Assert.That(() => new EmpiricalDistribution([Us(1)], [1, 2]), Throws.ArgumentException);
    }

    private static IEnumerable<Distribution> All =>
    [
        new ConstantDistribution(Us(3)),
        new UniformDistribution(Us(1), Us(2)),
        new ExponentialDistribution(Us(10)),
        new LognormalDistribution(Us(8), 0.6),
        new NormalDistribution(Us(1), Us(1)),
        new ParetoDistribution(Us(1), 4),
        new BimodalDistribution(Us(5), Us(500), 0.05),
        new EmpiricalDistribution([Us(1), Us(4), Us(9)], [1, 2, 1]),
    ];
}
