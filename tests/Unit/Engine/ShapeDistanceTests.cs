using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

public sealed class ShapeDistanceTests
{
    [Test]
    public void Distributions_that_differ_by_a_factor_have_one_shape() =>
        Assert.That(ShapeDistance.Between(Of(1, 2, 3, 4, 5, 6, 7), Of(10, 20, 30, 40, 50, 60, 70)), Is.EqualTo(0).Within(1e-12));

    [Test]
    public void A_constant_and_three_values_around_it_differ_by_a_third()
    {
        // In units of the medians: all at 1 against a third each at 0.5, 1 and 1.5. The cumulative distributions differ by a third below and above 1.
        Assert.That(ShapeDistance.Between(Of(20, 20, 20), Of(10, 20, 30)), Is.EqualTo(1.0 / 3).Within(1e-9));
    }

    [Test]
    public void Exponential_against_uniform_is_as_far_as_the_formulas_say()
    {
        // F(x) = 1 - 2^-x in units of the median; uniform: x / 2 up to 2. sup |1 - 2^-x - x/2| over x is at x = 2: 1 - (1 - 1/4) = 1/4.
        var (exponential, uniform) = (new Histogram(), new Histogram());
        for (var i = 0; i < 20_000; i++)
        {
            var u = (i + 0.5) / 20_000;
            exponential.Record(SimDuration.FromNanoseconds((long)(-1e6 * Math.Log(1 - u))));
            uniform.Record(SimDuration.FromNanoseconds((long)(1e6 * u)));
        }

        Assert.That(ShapeDistance.Between(exponential, uniform), Is.EqualTo(0.25).Within(0.02), "places are 3 % wide");
    }

    [Test]
    public void Nothing_has_no_shape() => Assert.That(ShapeDistance.Between(new Histogram(), Of(1)), Is.Null);

    private static Histogram Of(params int[] microseconds)
    {
        var histogram = new Histogram();
        foreach (var value in microseconds) histogram.Record(SimDuration.FromMicroseconds(value));
        return histogram;
    }
}
