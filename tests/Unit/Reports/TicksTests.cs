using GmpSim.Engine;
using GmpSim.Reports.Charts.Svg;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class TicksTests
{
    [TestCase(0, 25.4, new double[] { 0, 10, 20, 30 })]
    [TestCase(0, 100, new double[] { 0, 20, 40, 60, 80, 100 })]
    [TestCase(0, 0.0043, new double[] { 0, 0.001, 0.002, 0.003, 0.004, 0.005 })]
    [TestCase(-3, 3, new double[] { -4, -2, 0, 2, 4 })]
    public void Linear_ticks_are_round_and_enclose_the_data(double min, double max, double[] expected) =>
        Assert.That(Ticks.Linear(min, max, 5).Values, Is.EqualTo(expected).Within(1e-12));

    [TestCase(1, 64, new double[] { 1, 2, 5, 10, 20, 50, 100 })]
    [TestCase(0.03, 0.7, new double[] { 0.02, 0.05, 0.1, 0.2, 0.5, 1 })]
    [TestCase(10, 10, new double[] { 10, 20 })]
    public void Logarithmic_ticks_are_1_2_5_times_powers_of_ten_and_enclose_the_data(double min, double max, double[] expected) =>
        Assert.That(Ticks.Logarithmic(min, max), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void Whatever_the_data_the_ticks_enclose_them_and_are_few()
    {
        var stream = new RandomStream(1, "ticks");
        for (var i = 0; i < 2000; i++)
        {
            var min = (stream.NextUnit() - 0.5) * Ticks.PowerOfTen(stream.NextBelow(24) - 12);
            var max = min + (stream.NextUnit() * Ticks.PowerOfTen(stream.NextBelow(24) - 12)) + Math.Abs(min * 1e-6);
            var (values, step) = Ticks.Linear(min, max, 5);
            Assert.That(values[0], Is.LessThanOrEqualTo(min + (step * 1e-6)));
            Assert.That(values[^1], Is.GreaterThanOrEqualTo(max - (step * 1e-6)));
            Assert.That(values, Has.Length.InRange(2, 8));
        }
    }
}
