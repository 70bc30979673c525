using GmpSim.Engine;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Tests.Unit.Statistics;

public sealed class StudentTests
{
    // Extra hours of sleep with two drugs, Cushny and Peebles 1905: the data of Student's paper of 1908.
    private static readonly double[] s_firstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] s_secondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [TestCase(1, 0.95, 12.7062)]
    [TestCase(4, 0.95, 2.7764)]
    [TestCase(9, 0.95, 2.2622)]
    [TestCase(9, 0.99, 3.2498)]
    [TestCase(30, 0.90, 1.6973)]
    public void Critical_values_agree_with_printed_tables(int degreesOfFreedom, double confidence, double expected) =>
        Assert.That(Student.Critical(degreesOfFreedom, confidence), Is.EqualTo(expected).Within(5e-5));

    [Test]
    public void The_paired_difference_of_the_sleep_data_is_the_published_one()
    {
        var gain = Pairs.Difference(s_secondDrug, s_firstDrug);

        Assert.That(gain.Value, Is.EqualTo(1.58).Within(1e-12));
        Assert.That(gain.Deviation, Is.EqualTo(1.229995).Within(1e-6));
        Assert.That(gain.Interval.Low, Is.EqualTo(0.7001142).Within(1e-6));
        Assert.That(gain.Interval.High, Is.EqualTo(2.4598858).Within(1e-6));
    }

    [Test]
    public void One_replication_gives_a_value_and_no_interval()
    {
        var estimate = Student.Mean([42]);

        Assert.That(estimate.Value, Is.EqualTo(42));
        Assert.That(estimate.Deviation, Is.Null);
        Assert.That(estimate.Interval.IsBounded, Is.False);
        Assert.That(estimate.RelativeHalfWidth, Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void Replications_that_all_agree_have_an_interval_of_no_width()
    {
        var estimate = Student.Mean([7, 7, 7]);

        Assert.That(estimate.Interval, Is.EqualTo(new Interval(7, 7)));
        Assert.That(estimate.RelativeHalfWidth, Is.Zero);
    }

    [Test]
    public void No_values_have_no_mean() => Assert.That(() => Student.Mean([]), Throws.ArgumentException);

    [Test]
    public void Ninety_five_per_cent_intervals_cover_the_truth_about_ninety_five_times_in_a_hundred()
    {
        var stream = new RandomStream(1, "coverage");
        var intervals = Enumerable.Range(0, 2000).Select(_ => Student.Mean([.. Normals(stream, 5)]).Interval);

        var coverage = Coverage.Of(intervals, truth: 0);

        Assert.That(coverage.Total, Is.EqualTo(2000));
        Assert.That(coverage.Plausible(0.99).Contains(0.95), Is.True, $"covered {coverage.Share}");
    }

    [Test]
    public void The_exact_interval_of_a_share_is_the_tabulated_one()
    {
        // Clopper and Pearson's construction for 8 of 10 at 95 %, as tabulated in textbooks: 0.444 to 0.975.
        var plausible = new Coverage(8, 10).Plausible(0.95);

        Assert.That(plausible.Low, Is.EqualTo(0.4439).Within(1e-4));
        Assert.That(plausible.High, Is.EqualTo(0.9748).Within(1e-4));
    }

    // The sum of twelve uniform numbers less six: variance one, and close enough to normal for five of them.
    internal static IEnumerable<double> Normals(RandomStream stream, int count) =>
        Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 12).Sum(_ => stream.NextUnit()) - 6);
}
