namespace GmpSim.Reports.Charts.Svg;

/// <summary>Chooses round values for the ticks of an axis, such that the first and the last enclose the data.</summary>
internal static class Ticks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten, about <paramref name="target"/> of them.</summary>
    public static (double[] Values, double Step) Linear(double min, double max, int target)
    {
        if (max <= min) (min, max) = min == 0 ? (0, 1) : (Math.Min(min, min * 2), Math.Max(max, max * 2));
        var step = RoundUp((max - min) / target);

        // A value that rounding put a hair beyond a tick must not cost a whole step.
        var first = Math.Floor((min / step) + 1e-9);
        var last = Math.Ceiling((max / step) - 1e-9);
        return ([.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)], step);
    }

    /// <summary>1, 2 and 5 times powers of ten: the last at or below <paramref name="min"/> to the first at or above <paramref name="max"/>.</summary>
    public static double[] Logarithmic(double min, double max)
    {
        var ticks = new List<double>();
        for (var decade = (int)Math.Floor(Math.Log10(min)) - 1; ; decade++)
        {
            foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
            {
                var tick = digit * PowerOfTen(decade);
                if (tick <= min * (1 + 1e-9)) ticks.Clear();
                ticks.Add(tick);
                if (tick >= max * (1 - 1e-9) && ticks.Count > 1) return [.. ticks];
            }
        }
    }

    /// <summary>Whether a tick of <see cref="Logarithmic"/> is a power of ten.</summary>
    public static bool IsDecade(double tick)
    {
        var exponent = Math.Log10(tick);
        return Math.Abs(exponent - Math.Round(exponent)) < 1e-6;
    }

    /// <summary>A power of ten from its decimal text: exact where a power function may be off by a bit.</summary>
    public static double PowerOfTen(int exponent) =>
        double.Parse($"1e{exponent}", System.Globalization.CultureInfo.InvariantCulture);

    private static double RoundUp(double step)
    {
        var power = PowerOfTen((int)Math.Floor(Math.Log10(step)));
        var digit = step / power;
        return digit <= 1 ? power : digit <= 2 ? 2 * power : digit <= 5 ? 5 * power : 10 * power;
    }
}
