using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class UnitScaleTests
{
    [TestCase(Quantity.Seconds, 12.7e-6, "12.7 µs")]
    [TestCase(Quantity.Seconds, 0.001, "1 ms")]
    [TestCase(Quantity.Seconds, 999.6e-9, "1000 ns")]
    [TestCase(Quantity.PerSecond, 38_912, "38.9 k/s")]
    [TestCase(Quantity.PerSecond, 7, "7 /s")]
    [TestCase(Quantity.Share, 0.0001, "0.01 %")]
    [TestCase(Quantity.Share, 0, "0 %")]
    [TestCase(Quantity.Number, 5000, "5000")]
    [TestCase(Quantity.Number, 1_250_000, "1.25 M")]
    [TestCase(Quantity.Number, 0.41, "0.41")]
    public void A_value_is_shown_in_the_unit_that_fits_it(Quantity quantity, double value, string text) =>
        Assert.That(UnitScale.Text(quantity, value), Is.EqualTo(text));

    [TestCase(Quantity.Seconds, 88.6e-6, 0.839e-6, "88.60 ± 0.84 µs")]
    [TestCase(Quantity.PerSecond, 13_700, 267, "13.70 ± 0.27 k/s")]
    [TestCase(Quantity.Seconds, 3e-3, 0, "3 ms")]
    [TestCase(Quantity.Number, 120, 35, "120 ± 35")]
    public void Half_an_interval_is_shown_in_the_unit_of_its_value(Quantity quantity, double value, double half, string text) =>
        Assert.That(UnitScale.Text(quantity, value, half), Is.EqualTo(text));
}
