using System.Globalization;

namespace GmpSim.Reports;

/// <summary>How numbers are written into tables: invariant, the same bytes every time, empty where there is no value.</summary>
internal static class Numbers
{
    private const string PlainDecimal = "0.############################";

    /// <summary>A figure of one run: the shortest text that reads back as the same number; times are rounded to the picosecond.</summary>
    /// <remarks>The simulator counts in picoseconds, so digits beyond them would only show how a mean was divided.</remarks>
    public static string Measured(double? value, string unit)
    {
        if (value is not { } number || !double.IsFinite(number)) return "";
        var decimals = unit switch { "ns" => 3, "us" => 6, "ms" => 9, "s" => 12, _ => -1 };
        return Shortest(decimals < 0 ? number : Math.Round(number, decimals, MidpointRounding.ToEven));
    }

    /// <summary>A figure computed over runs: 12 significant digits, because the last bits of a quantile of Student's t are not portable.</summary>
    public static string Statistic(double? value)
    {
        if (value is not { } number || !double.IsFinite(number)) return "";
        if (Math.Abs(number) is < 1e-9 or >= 1e15) return Shortest(number);
        var rounded = decimal.Parse(number.ToString("E11", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return rounded.ToString(PlainDecimal, CultureInfo.InvariantCulture);
    }

    /// <summary>Picoseconds as nanoseconds: exact, without trailing zeros.</summary>
    public static string Nanoseconds(long picoseconds) =>
        (picoseconds / 1000m).ToString(PlainDecimal, CultureInfo.InvariantCulture);

    /// <summary>A decimal fraction: exact, without trailing zeros.</summary>
    public static string Exact(decimal value) => value.ToString(PlainDecimal, CultureInfo.InvariantCulture);

    private static string Shortest(double number) => number == 0 ? "0" : number.ToString("R", CultureInfo.InvariantCulture);
}
