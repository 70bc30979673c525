using GmpSim.Reports.Tables;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class EstimateTests
{
    [Test]
    public void Three_replications_give_the_interval_of_the_textbook()
    {
        // 10, 12, 14: mean 12, s = 2, t(0.975, 2) = 4.302653 (any table of Student's t), half = 4.302653 · 2 / √3.
        var estimate = Estimate.Of([10, 12, 14])!;
        Assert.That(estimate.Mean, Is.EqualTo(12));
        Assert.That(estimate.StandardDeviation, Is.EqualTo(2));
        Assert.That(estimate.High! - estimate.Mean, Is.EqualTo(4.968276).Within(1e-5));
        Assert.That(estimate.Mean - estimate.Low!, Is.EqualTo(4.968276).Within(1e-5));
        Assert.That((estimate.Min, estimate.Max, estimate.Count), Is.EqualTo((10.0, 14.0, 3)));
    }

    [Test]
    public void One_replication_has_a_mean_but_no_interval()
    {
        var estimate = Estimate.Of([7])!;
        Assert.That(estimate.Mean, Is.EqualTo(7));
        Assert.That((estimate.StandardDeviation, estimate.Low, estimate.High), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
    }

    [Test]
    public void Replications_without_a_value_do_not_count() =>
        Assert.That(Estimate.Of([1, null, double.NaN, double.PositiveInfinity, 3])!.Count, Is.EqualTo(2));

    [Test]
    public void No_value_at_all_gives_no_estimate() => Assert.That(Estimate.Of([null, double.NaN]), Is.Null);

    [Test]
    public void A_large_offset_costs_no_digits_of_the_deviation() =>
        Assert.That(Estimate.Of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])!.StandardDeviation, Is.EqualTo(Math.Sqrt(30)).Within(1e-12));
}
