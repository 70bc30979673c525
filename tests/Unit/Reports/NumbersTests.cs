using GmpSim.Reports;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class NumbersTests
{
    [TestCase(12.7, "us", "12.7")]
    [TestCase(12.700000000000001, "us", "12.7", TestName = "Time_in_microseconds_has_no_digits_below_a_picosecond")]
    [TestCase(1.0 / 3, "ns", "0.333")]
    [TestCase(1.0 / 3, "1/s", "0.3333333333333333", TestName = "A_rate_reads_back_as_the_same_number")]
    [TestCase(-0.0, "", "0")]
    [TestCase(double.NegativeInfinity, "us", "")]
    public void A_measured_value(double value, string unit, string text) => Assert.That(Numbers.Measured(value, unit), Is.EqualTo(text));

    [TestCase(0, "0")]
    [TestCase(12345678901, "12345678901")]
    [TestCase(1.0 / 3, "0.333333333333")]
    [TestCase(2000, "2000")]
    [TestCase(-1.5e-7, "-0.00000015")]
    [TestCase(1e300, "1E+300")]
    [TestCase(double.NaN, "")]
    public void A_statistic_has_twelve_significant_digits(double value, string text) => Assert.That(Numbers.Statistic(value), Is.EqualTo(text));

    [Test]
    public void Nanoseconds_are_exact_to_the_longest_duration() =>
        Assert.That(Numbers.Nanoseconds(long.MaxValue), Is.EqualTo("9223372036854775.807"));
}
