using GmpSim.Engine;
using MathNet.Numerics.Distributions;

namespace GmpSim.Tests.Unit.Engine.Random;

internal sealed class PortableMathTests
{
    private static IEnumerable<double> Magnitudes
    {
        get
        {
            for (var exponent = -300; exponent <= 300; exponent += 7) yield return Math.Pow(10, exponent) * 1.2345678901234;
            for (var step = 1; step < 400; step++) yield return step / 100.0;
        }
    }

    [Test]
    public void Log_agrees_with_the_system_library_to_a_few_units_in_the_last_place()
    {
        foreach (var x in Magnitudes) Assert.That(PortableMath.Log(x), Is.EqualTo(Math.Log(x)).Within(Math.Abs(Math.Log(x)) * 1e-15), $"ln {x}");
    }

    [Test]
    public void Log_is_exact_to_the_last_bits_near_one()
    {
        foreach (var tiny in new[] { 1e-15, 1e-12, 1e-9, 1e-6, -1e-15, -1e-9, -1e-6 })
        {
            // ln(1 + t) = t - t²/2 + t³/3 - …; 1 + t is rounded, so the t that it holds is taken back out of it.
            var t = (1 + tiny) - 1;
            Assert.That(PortableMath.Log(1 + tiny), Is.EqualTo(t - (t * t / 2) + (t * t * t / 3)).Within(Math.Abs(t) * 1e-15), $"ln(1 + {tiny})");
        }
    }

    [Test]
    public void Exp_agrees_with_the_system_library_to_a_few_units_in_the_last_place()
    {
        for (var x = -700.0; x <= 700; x += 0.37) Assert.That(PortableMath.Exp(x), Is.EqualTo(Math.Exp(x)).Within(Math.Exp(x) * 1e-15), $"exp {x}");
    }

    [TestCase(2, 10, 1024)]
    [TestCase(2, 0.5, 1.4142135623730951)]
    [TestCase(0.5, -3, 8)]
    [TestCase(7, 0, 1)]
    [TestCase(0, 3, 0)]
    public void Pow_gives_known_powers(double x, double y, double expected) =>
        Assert.That(PortableMath.Pow(x, y), Is.EqualTo(expected).Within(expected * 1e-14));

    [Test]
    public void The_ends_of_the_range_are_those_of_the_system_library()
    {
        Assert.That(PortableMath.Log(0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(PortableMath.Log(-1), Is.NaN);
        Assert.That(PortableMath.Log(double.Epsilon), Is.EqualTo(Math.Log(double.Epsilon)).Within(1e-12));
        Assert.That(PortableMath.Exp(1000), Is.EqualTo(double.PositiveInfinity));
        Assert.That(PortableMath.Exp(-1000), Is.Zero);
        Assert.That(PortableMath.Exp(0), Is.EqualTo(1));
        Assert.That(PortableMath.InverseNormalCdf(0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(PortableMath.InverseNormalCdf(1), Is.EqualTo(double.PositiveInfinity));
        Assert.That(PortableMath.InverseNormalCdf(0.5), Is.Zero);
    }

    [TestCase(0.975, 1.959963984540054)]
    [TestCase(0.99, 2.3263478740408408)]
    [TestCase(0.0001, -3.719016485455709)]
    [TestCase(1e-20, -9.262340089798408)]
    public void The_inverse_normal_distribution_gives_the_values_of_the_tables(double probability, double expected) =>
        Assert.That(PortableMath.InverseNormalCdf(probability), Is.EqualTo(expected).Within(Math.Abs(expected) * 1e-14));

    [Test]
    public void The_normal_distribution_and_its_inverse_undo_each_other()
    {
        for (var x = -8.0; x <= 5; x += 0.13)
            Assert.That(PortableMath.InverseNormalCdf(PortableMath.NormalCdf(x)), Is.EqualTo(x).Within(1e-10), $"at {x}");
    }

    [Test]
    public void The_normal_distribution_agrees_with_another_implementation()
    {
        for (var x = -8.0; x <= 8; x += 0.17)
            Assert.That(PortableMath.NormalCdf(x), Is.EqualTo(Normal.CDF(0, 1, x)).Within(Normal.CDF(0, 1, x) * 1e-10), $"at {x}");
    }

    /// <summary>The results are pinned bit by bit: a platform or compiler that rounds elsewhere shows here, not in a run that differs.</summary>
    [Test]
    public void The_bits_of_a_chain_of_functions_never_change()
    {
        var fingerprint = Fingerprint.Of("portable math");
        for (var i = 1; i <= 1000; i++)
        {
            var x = 0.1 * i;
            fingerprint = fingerprint.With(Bits(PortableMath.Log(x))).With(Bits(PortableMath.Exp(-x))).With(Bits(PortableMath.Pow(x, 0.7))).With(Bits(PortableMath.InverseNormalCdf(i / 1001.0)));
        }

        Assert.That(fingerprint.Value, Is.EqualTo(5473167000745913080));
    }

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);
}
