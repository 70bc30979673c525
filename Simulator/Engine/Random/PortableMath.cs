namespace GmpSim.Engine;

/// <summary>Logarithm, exponential, power and the normal distribution, the same to the last bit on every platform.</summary>
/// <remarks>
/// The system's math library differs between platforms in the last bits, and one bit in a sampled time is another run.
/// Everything here is made of + - * / and bit operations, which IEEE 754 defines exactly. The relative error is a few
/// units in the last place (<see cref="Pow"/>: grows with the size of the exponent).
/// </remarks>
public static class PortableMath
{
    private const long MantissaBits = 0x000F_FFFF_FFFF_FFFF;
    private const long OneBits = 0x3FF0_0000_0000_0000;

    // ln 2 in two parts: the first has 21 zero bits at its end, so that its product with an exponent is exact.
    private static readonly double s_ln2High = BitConverter.Int64BitsToDouble(0x3FE6_2E42_FEE0_0000);
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Ln2 = 0.693147180559945309417;
    private const double SquareRootOf2 = 1.41421356237309504880;
    private const double InverseSquareRootOf2Pi = 0.398942280401432677940;

    /// <summary>The natural logarithm.</summary>
    /// <returns>Minus infinity for 0, NaN for negative numbers and NaN.</returns>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;

        var exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 1L << 54;
            exponent = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & MantissaBits) | OneBits);
        if (mantissa > SquareRootOf2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 artanh s with s = (m - 1) / (m + 1); |s| < 0.172, so that eleven terms leave less than 1e-18.
        // Written as f - s (f - rest), which is exact to the last bits where m is near 1 and s itself is rounded.
        var f = mantissa - 1;
        var s = f / (2 + f);
        var z = s * s;
        var series = 0.0;
        for (var k = 23; k >= 3; k -= 2) series = (series + (2.0 / k)) * z;
        return (exponent * s_ln2High) - (((s * (f - series)) - (exponent * Ln2Low)) - f);
    }

    /// <summary>e to the power of <paramref name="x"/>; infinity beyond the range, 0 below it.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.2) return 0;

        var power = (int)Math.Round(x / Ln2, MidpointRounding.ToEven);
        var high = x - (power * s_ln2High);
        var low = power * Ln2Low;
        var rest = high - low;

        // |rest| < 0.35: Taylor's series to the 14th power leaves less than 1e-19. Even and odd powers apart, as two
        // chains that a core computes side by side, and without a division: this runs for every sampled service time.
        var square = rest * rest;
        var even = ((((((((((((1 / F14) * square) + (1 / F12)) * square) + (1 / F10)) * square) + (1 / F8)) * square) + (1 / F6)) * square) + (1 / F4)) * square) + 0.5;
        var odd = ((((((((((1 / F13) * square) + (1 / F11)) * square) + (1 / F9)) * square) + (1 / F7)) * square) + (1 / F5)) * square) + (1 / F3);
        var value = 1 + (rest + (square * (even + (rest * odd))) + ((high - rest) - low));
        return Scaled(value, power);
    }

    /// <summary>A positive number to a power: <c>exp(y ln x)</c>.</summary>
    /// <returns>NaN where <paramref name="x"/> is negative.</returns>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (x == 0) return y > 0 ? 0 : double.PositiveInfinity;
        return Exp(y * Log(x));
    }

    /// <summary>The probability that a standard normal variable is at most <paramref name="x"/>.</summary>
    public static double NormalCdf(double x)
    {
        if (x < 0) return UpperTail(-x);
        return 1 - UpperTail(x);
    }

    /// <summary>The density of the standard normal distribution.</summary>
    public static double NormalDensity(double x) => InverseSquareRootOf2Pi * Exp(-0.5 * x * x);

    /// <summary>The value that a standard normal variable stays below with probability <paramref name="probability"/>.</summary>
    /// <remarks>The rational approximations of Wichura (1988, algorithm AS 241), relative error about 1e-16.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not between 0 and 1.</exception>
    public static double InverseNormalCdf(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(probability is >= 0 and <= 1, false, nameof(probability));
        if (probability == 0) return double.NegativeInfinity;
        if (probability == 1) return double.PositiveInfinity;

        var q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Horner(r, s_centreTop) / Horner(r, s_centreBottom);
        }

        var tail = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        var value = tail <= 5
            ? Horner(tail - 1.6, s_middleTop) / Horner(tail - 1.6, s_middleBottom)
            : Horner(tail - 5, s_farTop) / Horner(tail - 5, s_farBottom);
        return q < 0 ? -value : value;
    }

    /// <summary>P(X &gt; x) for x from 0 up: a series near the middle, a continued fraction in the tail.</summary>
    private static double UpperTail(double x)
    {
        if (x > 39) return 0;
        if (x < 3)
        {
            double term = x, sum = x;
            for (var k = 3; k < 121 && term > 1e-18; k += 2)
            {
                term *= x * x / k;
                sum += term;
            }

            return 0.5 - (NormalDensity(x) * sum);
        }

        var fraction = x;
        for (var k = 120; k >= 1; k--) fraction = x + (k / fraction);
        return NormalDensity(x) / fraction;
    }

    private static double Scaled(double value, int power)
    {
        // Two steps, so that neither factor leaves the range of normal numbers.
        var half = power / 2;
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    private static double PowerOfTwo(int power) => BitConverter.Int64BitsToDouble((long)(power + 1023) << 52);

    // Factorials up to 14, exact in a double.
    private const double F3 = 6;
    private const double F4 = 24;
    private const double F5 = 120;
    private const double F6 = 720;
    private const double F7 = 5_040;
    private const double F8 = 40_320;
    private const double F9 = 362_880;
    private const double F10 = 3_628_800;
    private const double F11 = 39_916_800;
    private const double F12 = 479_001_600;
    private const double F13 = 6_227_020_800;
    private const double F14 = 87_178_291_200;

    private static double Horner(double x, double[] coefficients)
    {
        var sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--) sum = (sum * x) + coefficients[i];
        return sum;
    }

    private static readonly double[] s_centreTop =
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static readonly double[] s_centreBottom =
    [
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static readonly double[] s_middleTop =
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] s_middleBottom =
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static readonly double[] s_farTop =
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] s_farBottom =
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
