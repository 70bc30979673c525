using System.Globalization;

namespace GmpSim.Scenarios.Claims;

/// <summary>Numbers as sentences show them: four significant digits, no exponent for everyday sizes.</summary>
public static class Figures
{
    /// <summary>The number alone.</summary>
    public static string Text(double value)
    {
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "-∞";
        if (value == 0 || double.IsNaN(value)) return value.ToString(CultureInfo.InvariantCulture);
        if (Math.Abs(value) is < 1e-4 or >= 1e12) return value.ToString("0.###e+0", CultureInfo.InvariantCulture);

        // Decimal keeps 0.1 + 0.2 from showing its binary tail.
        var rounded = decimal.Parse(value.ToString("E3", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return rounded.ToString("0.########", CultureInfo.InvariantCulture);
    }

    /// <summary>The number with its unit; a plain number where the unit is empty or 1.</summary>
    public static string Text(double value, string unit) => unit is "" or "1" ? Text(value) : $"{Text(value)} {unit}";
}
