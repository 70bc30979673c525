using GmpSim.Engine;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Tests.Unit.Statistics;

public sealed class PairsTests
{
    private static readonly double[] s_top = [131, 140, 128, 137, 133];
    private static readonly double[] s_bottom = [98, 104, 95, 101, 100];

    [Test]
    public void At_the_ends_of_Fiellers_interval_the_paired_test_is_exactly_on_the_edge()
    {
        var ratio = Pairs.Ratio(s_top, s_bottom);

        Assert.That(ratio.Value, Is.EqualTo(669.0 / 498).Within(1e-12));
        foreach (var end in new[] { ratio.Interval.Low, ratio.Interval.High })
        {
            // If the ratio were `end`, top − end·bottom would have mean zero; the t test of that just fails to reject.
            var residual = Student.Mean([.. s_top.Zip(s_bottom, (a, b) => a - (end * b))]);
            Assert.That(Math.Abs(residual.Value), Is.EqualTo(residual.Interval.HalfWidth).Within(1e-9));
        }
    }

    [Test]
    public void Pairs_that_move_together_give_a_narrower_interval_than_the_same_numbers_shuffled()
    {
        var paired = Pairs.Ratio(s_top, s_bottom);
        var shuffled = Pairs.Ratio(s_top, [104, 95, 101, 100, 98]);

        Assert.That(paired.Interval.HalfWidth, Is.LessThan(shuffled.Interval.HalfWidth / 2));
    }

    [Test]
    public void A_denominator_that_may_be_zero_bounds_nothing() =>
        Assert.That(Pairs.Ratio([1, 2, 3], [-1, 1, 0.5]).Interval, Is.EqualTo(Interval.Unbounded));

    [Test]
    public void A_ratio_to_zero_is_not_a_number() => Assert.That(Pairs.Ratio([1, 2], [0, 0]).Value, Is.NaN);

    [Test]
    public void An_exact_proportion_has_an_interval_of_no_width()
    {
        var ratio = Pairs.Ratio([20, 22, 24], [10, 11, 12]);

        Assert.That(ratio.Interval.Low, Is.EqualTo(2).Within(1e-7));
        Assert.That(ratio.Interval.High, Is.EqualTo(2).Within(1e-7));
    }

    [Test]
    public void Fiellers_interval_covers_the_true_ratio_about_ninety_five_times_in_a_hundred()
    {
        var stream = new RandomStream(2, "ratio");
        var intervals = Enumerable.Range(0, 2000).Select(_ =>
        {
            var shared = StudentTests.Normals(stream, 6).ToArray();
            var top = StudentTests.Normals(stream, 6).Select((own, i) => 30 + (3 * shared[i]) + own).ToArray();
            var bottom = StudentTests.Normals(stream, 6).Select((own, i) => 20 + (2 * shared[i]) + own).ToArray();
            return Pairs.Ratio(top, bottom).Interval;
        });

        Assert.That(Coverage.Of(intervals, truth: 1.5).Plausible(0.99).Contains(0.95), Is.True);
    }

    [Test]
    public void Lists_of_different_length_are_no_pairs() => Assert.That(() => Pairs.Difference([1], [1, 2]), Throws.ArgumentException);
}
