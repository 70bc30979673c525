using System.Globalization;
using GmpSim.Reports.Charts;

namespace GmpSim.Reports.Plots;

/// <summary>A swept value as a number in base units: <c>500us</c> is 0.0005 seconds, <c>20k/s</c> is 20,000 per second.</summary>
/// <param name="Number">The number.</param>
/// <param name="Quantity">What it is a number of.</param>
internal readonly record struct CoordinateValue(double Number, Quantity Quantity)
{
    private static readonly (string Suffix, double Factor, Quantity Quantity)[] s_units =
    [
        ("ns", 1e-9, Quantity.Seconds), ("us", 1e-6, Quantity.Seconds), ("µs", 1e-6, Quantity.Seconds), ("ms", 1e-3, Quantity.Seconds),
        ("min", 60, Quantity.Seconds),
        ("M/s", 1e6, Quantity.PerSecond), ("k/s", 1e3, Quantity.PerSecond), ("/s", 1, Quantity.PerSecond),
        ("KiB", 1024, Quantity.Number), ("MiB", 1024 * 1024, Quantity.Number), ("GiB", 1024.0 * 1024 * 1024, Quantity.Number), ("B", 1, Quantity.Number),
        ("%", 0.01, Quantity.Share), ("k", 1e3, Quantity.Number), ("M", 1e6, Quantity.Number), ("x", 1, Quantity.Number),
        ("s", 1, Quantity.Seconds), ("", 1, Quantity.Number),
    ];

    /// <summary>Reads a value; <see langword="null"/> when it is not a number with a known unit.</summary>
    public static CoordinateValue? Parse(string text)
    {
        foreach (var (suffix, factor, quantity) in s_units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length).TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number))
                return new(number * factor, quantity);
        }

        return null;
    }
}
