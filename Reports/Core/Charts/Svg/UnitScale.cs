using System.Globalization;

namespace GmpSim.Reports.Charts.Svg;

/// <summary>The unit that numbers of a certain size are shown in.</summary>
/// <param name="Divisor">What a value is divided by.</param>
/// <param name="Symbol">The unit as written behind the number; empty for plain numbers.</param>
internal sealed record UnitScale(double Divisor, string Symbol)
{
    private static readonly UnitScale[] s_seconds = [new(1, "s"), new(1e-3, "ms"), new(1e-6, "µs"), new(1e-9, "ns")];
    private static readonly UnitScale[] s_perSecond = [new(1e9, "G/s"), new(1e6, "M/s"), new(1e3, "k/s"), new(1, "/s")];
    private static readonly UnitScale[] s_number = [new(1e9, "G"), new(1e6, "M"), new(1e3, "k"), new(1, "")];
    private static readonly UnitScale s_percent = new(0.01, "%");

    /// <summary>The largest unit in which <paramref name="magnitude"/> is at least 1.</summary>
    public static UnitScale For(Quantity quantity, double magnitude)
    {
        var size = Math.Abs(magnitude);
        return quantity switch
        {
            Quantity.Share => s_percent,
            Quantity.Seconds => Fitting(s_seconds, size),
            Quantity.PerSecond => Fitting(s_perSecond, size),
            // Four digits are read at a glance: 5000 rather than 5k.
            Quantity.Number => size < 10_000 ? s_number[^1] : Fitting(s_number, size),
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };
    }

    /// <summary>A value with three significant digits and its unit, for example <c>12.7 µs</c>.</summary>
    public static string Text(Quantity quantity, double value)
    {
        if (value == 0) return quantity == Quantity.Share ? "0 %" : "0";
        var scale = For(quantity, value);
        var scaled = value / scale.Divisor;
        var magnitude = Math.Abs(scaled);
        var decimals = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : magnitude >= 0.9995 ? 2 : 4;
        return scale.WithUnit(Math.Round(scaled, decimals).ToString("0.####", CultureInfo.InvariantCulture));
    }

    /// <summary>A value and half its interval in one unit, the half with two significant digits: <c>88.60 ± 0.84 µs</c>.</summary>
    /// <remarks>A half too small to show is left out.</remarks>
    public static string Text(Quantity quantity, double value, double half)
    {
        var scale = For(quantity, value);
        if (half / scale.Divisor < 0.0005) return Text(quantity, value);
        var decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(half / scale.Divisor)), 0, 3);
        return scale.WithUnit($"{Fixed(value / scale.Divisor, decimals)} ± {Fixed(half / scale.Divisor, decimals)}");
    }

    public string WithUnit(string number) => Symbol.Length == 0 ? number : $"{number} {Symbol}";

    private static string Fixed(double value, int decimals) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    // A hair below a power of ten still counts as it: 0.001 s divided and multiplied must stay 1 ms.
    private static UnitScale Fitting(UnitScale[] scales, double size) =>
        Array.Find(scales, s => size >= s.Divisor * (1 - 1e-9)) ?? scales[^1];
}
