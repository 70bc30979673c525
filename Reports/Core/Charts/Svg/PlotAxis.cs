using System.Globalization;

namespace GmpSim.Reports.Charts.Svg;

/// <summary>An axis with its range, ticks and unit settled for the data it shows.</summary>
internal sealed class PlotAxis
{
    private readonly double _min;
    private readonly double _max;
    private readonly bool _logarithmic;

    private PlotAxis(string title, bool logarithmic, double min, double max, IReadOnlyList<AxisTick> ticks)
    {
        (Title, _logarithmic, _min, _max, Ticks) = (title, logarithmic, min, max, ticks);
    }

    /// <summary>The label with the unit.</summary>
    public string Title { get; }

    public IReadOnlyList<AxisTick> Ticks { get; }

    /// <summary>Settles an axis for <paramref name="values"/>; values that a logarithmic axis cannot show do not count.</summary>
    /// <param name="axis">What was asked for.</param>
    /// <param name="values">Everything that must be visible.</param>
    /// <param name="target">About how many labelled ticks a linear axis should have.</param>
    public static PlotAxis For(Axis axis, IEnumerable<double> values, int target)
    {
        var logarithmic = axis.Scale == AxisScale.Logarithmic;
        var shown = values.Concat(axis.Ticks).Where(v => double.IsFinite(v) && (!logarithmic || v > 0)).ToArray();
        if (shown.Length == 0) shown = logarithmic ? [1, 10] : [0, 1];
        var (min, max) = (shown.Min(), shown.Max());
        if (axis.Ticks.Count > 0) return AtGivenTicks(axis, logarithmic, min, max);
        return logarithmic ? Logarithmic(axis, min, max) : Linear(axis, min, max, target);
    }

    /// <summary>An axis whose range is exactly <paramref name="min"/> to <paramref name="max"/>, with the ticks that fall inside.</summary>
    public static PlotAxis LogarithmicWithin(Axis axis, double min, double max)
    {
        var ticks = Svg.Ticks.Logarithmic(min, max).Where(t => t >= min * (1 - 1e-9) && t <= max * (1 + 1e-9)).ToArray();
        return new(axis.Label, true, min, max, LogarithmicTicks(axis, ticks));
    }

    /// <summary>Whether a value can be shown at all.</summary>
    public bool Shows(double value) => double.IsFinite(value) && (!_logarithmic || value > 0);

    /// <summary>Where a value lies between two positions.</summary>
    public double At(double value, double from, double to) => from + ((to - from) * Fraction(value));

    private double Fraction(double value) =>
        _logarithmic ? Math.Log10(value / _min) / Math.Log10(_max / _min) : (value - _min) / (_max - _min);

    private static PlotAxis Linear(Axis axis, double min, double max, int target)
    {
        if (axis.FromZero) (min, max) = (Math.Min(0, min), Math.Max(0, max));
        var (values, step) = Svg.Ticks.Linear(min, max, target);
        var scale = UnitScale.For(axis.Quantity, Math.Max(Math.Abs(values[0]), Math.Abs(values[^1])));
        var ticks = values.Select(v => new AxisTick(v, Fixed(v / scale.Divisor, step / scale.Divisor)));
        return new(WithUnit(axis.Label, scale.Symbol), false, values[0], values[^1], [.. ticks]);
    }

    private static PlotAxis Logarithmic(Axis axis, double min, double max)
    {
        var ticks = Svg.Ticks.Logarithmic(min, max);
        return new(axis.Label, true, ticks[0], ticks[^1], LogarithmicTicks(axis, ticks));
    }

    /// <summary>Over more than two decades only the powers of ten are labelled; every label has its own unit.</summary>
    private static AxisTick[] LogarithmicTicks(Axis axis, double[] ticks)
    {
        var decadesOnly = ticks.Length > 7 && ticks.Count(Svg.Ticks.IsDecade) > 1;
        return [.. ticks.Select(t => new AxisTick(t, decadesOnly && !Svg.Ticks.IsDecade(t) ? "" : UnitScale.Text(axis.Quantity, t)))];
    }

    private static PlotAxis AtGivenTicks(Axis axis, bool logarithmic, double min, double max)
    {
        var ticks = axis.Ticks.Distinct().Order().Select(t => new AxisTick(t, UnitScale.Text(axis.Quantity, t))).ToArray();
        if (logarithmic)
        {
            var margin = max > min ? Math.Pow(max / min, 0.04) : 1.5;
            return new(axis.Label, true, min / margin, max * margin, ticks);
        }

        var room = max > min ? (max - min) * 0.04 : Math.Max(0.5, Math.Abs(max) / 2);
        return new(axis.Label, false, min - room, max + room, ticks);
    }

    private static string WithUnit(string label, string symbol) => symbol.Length == 0 ? label : label.Length == 0 ? symbol : $"{label} ({symbol})";

    private static string Fixed(double value, double step)
    {
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 9);
        return (Math.Round(value, decimals) + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }
}
