using GmpSim.Scenarios.Advice;
using MathNet.Numerics.Distributions;

namespace GmpSim.Tests.Unit.Advice;

/// <summary>The selection procedure against its own promise and against numbers worked out by hand.</summary>
public sealed class KimNelsonTests
{
    [Test]
    public void The_constant_of_two_systems_is_the_one_of_the_paper()
    {
        // η = ((2α/(k−1))^(−2/(n₀−1)) − 1) / 2 with k = 2, n₀ = 10, α = 0.05: (0.1^(−2/9) − 1) / 2 = 0.33405; h² = 2 η · 9.
        Assert.That(KimNelson.Factor(systems: 2, first: 10, alpha: 0.05), Is.EqualTo(2 * 0.33405 * 9).Within(1e-3));
    }

    [Test]
    public void Systems_without_variance_are_told_apart_at_once_and_equal_ones_are_kept()
    {
        var procedure = new KimNelson([[5, 5], [4.9, 4.9], [5, 5]], confidence: 0.95, indifference: 0.5);
        procedure.Screen();

        Assert.That(procedure.Survivors, Is.EqualTo(new[] { 0, 2 }));
        Assert.That(procedure.IsDecided, Is.True);
    }

    [Test]
    public void Noise_that_all_share_does_not_matter()
    {
        double[] noise = [3, -8, 10, 1, -20];
        var procedure = new KimNelson([[.. noise], [.. noise.Select(value => value + 0.001)]], confidence: 0.99, indifference: 0.001);
        procedure.Screen();

        Assert.That(procedure.Survivors, Is.EqualTo(new[] { 1 }), "the differences have no variance");
    }

    [TestCase(0.0)]
    [TestCase(0.9)]
    public void The_best_is_chosen_as_often_as_promised(double shared)
    {
        // The hardest case: all others lie exactly the indifference zone behind. 95 % of 400 trials are 380 ± 4.4; the procedure promises at least that.
        const int Trials = 400;
        var random = new Random(1);
        var right = Enumerable.Range(0, Trials).Count(_ => Chosen(systems: 5, shared, random) == 0);

        Assert.That(right, Is.GreaterThan(0.95 * Trials - 13), "three standard deviations below");
    }

    private static int Chosen(int systems, double shared, Random random)
    {
        var values = Enumerable.Range(0, systems).Select(_ => new List<double>()).ToList();
        void Replicate(IEnumerable<int> which)
        {
            var common = Normal.Sample(random, 0, 1);
            foreach (var i in which) values[i].Add((i == 0 ? 0.5 : 0) + (Math.Sqrt(shared) * common) + (Math.Sqrt(1 - shared) * Normal.Sample(random, 0, 1)));
        }

        for (var r = 0; r < 8; r++) Replicate(Enumerable.Range(0, systems));
        var procedure = new KimNelson(values, confidence: 0.95, indifference: 0.5);
        procedure.Screen();
        while (!procedure.IsDecided)
        {
            Replicate(procedure.Survivors);
            procedure.Screen();
        }

        return procedure.Survivors.MaxBy(i => values[i].Sum() / values[i].Count);
    }
}
