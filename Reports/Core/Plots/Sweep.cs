using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Plots;

/// <summary>A scenario's points seen as a picture needs them: one coordinate along the axis, the others as series.</summary>
internal sealed class Sweep
{
    private readonly HashSet<string> _followers;

    public Sweep(ScenarioTables scenario)
    {
        Points = scenario.Points;
        AxisName = ChooseAxis();
        _followers = [.. Points.SelectMany(p => p.Coordinates).Select(c => c.Name).Distinct(StringComparer.Ordinal).Where(FollowsAxis)];
        Series = [.. Points.GroupBy(SeriesLabel, StringComparer.Ordinal).Select(g => new SweepSeries(g.Key, [.. g]))];
    }

    public IReadOnlyList<PointTables> Points { get; }

    /// <summary>Name of the numeric coordinate along the axis; <see langword="null"/> where none has two values.</summary>
    public string? AxisName { get; }

    /// <summary>One series for each combination of the other coordinates, in the order of the points.</summary>
    public IReadOnlyList<SweepSeries> Series { get; }

    public double X(PointTables point) => Value(point, AxisName!)!.Value.Number;

    /// <summary>The horizontal axis, with a tick at every swept value.</summary>
    public Axis Axis()
    {
        var values = Points.Select(X).Distinct().Order().ToArray();
        return new(AxisLabel(), Value(Points[0], AxisName!)!.Value.Quantity)
        {
            Ticks = values,
            Scale = AreGeometric(values) ? AxisScale.Logarithmic : AxisScale.Linear,
        };
    }

    public string AxisLabel() => IsGomaxprocs(AxisName!) ? "P count (GOMAXPROCS)" : AxisName!;

    /// <summary>The value along the axis as the scenario writes it, with its name where the bare number would say too little.</summary>
    public string AxisValueLabel(PointTables point) =>
        IsGomaxprocs(AxisName!) ? $"{Text(point, AxisName!)} P" : $"{AxisName} = {Text(point, AxisName!)}";

    /// <summary>The coordinates of a point in words, less those that follow from the one along the axis.</summary>
    public string PointText(PointTables point) => string.Join(", ", point.Coordinates.Where(c => !_followers.Contains(c.Name)).Select(Words));

    private string SeriesLabel(PointTables point) =>
        string.Join(", ", point.Coordinates.Where(c => c.Name != AxisName && !_followers.Contains(c.Name)).Select(Words));

    /// <summary>Whether a coordinate has one value for each along the axis, as in a zipped sweep: it tells no series apart.</summary>
    private bool FollowsAxis(string name) =>
        AxisName is not null && name != AxisName && Points.GroupBy(X).All(group => group.Select(p => Text(p, name)).Distinct(StringComparer.Ordinal).Count() == 1);

    private static string Words(Coordinate coordinate) => $"{coordinate.Name} = {coordinate.Value}";

    /// <summary>How long runs last where that is swept, since then the picture shows something over time; else GOMAXPROCS, else the first numeric coordinate that takes two values at every point's side.</summary>
    private string? ChooseAxis()
    {
        var numeric = Points.SelectMany(p => p.Coordinates).Select(c => c.Name).Distinct(StringComparer.Ordinal).Where(IsNumericEverywhere).ToArray();
        return Array.Find(numeric, IsDuration) ?? Array.Find(numeric, IsGomaxprocs) ?? (numeric.Length > 0 ? numeric[0] : null);
    }

    private bool IsNumericEverywhere(string name)
    {
        var values = Points.Select(p => Value(p, name)).ToArray();
        return values.All(v => v is not null)
            && values.Select(v => v!.Value.Quantity).Distinct().Count() == 1
            && values.Distinct().Count() > 1;
    }

    private static bool IsDuration(string name) => name is "duration" or "run.duration";

    private static bool IsGomaxprocs(string name) => name == "gomaxprocs" || name.EndsWith(".gomaxprocs", StringComparison.Ordinal);

    private static string? Text(PointTables point, string name) => point.Coordinates.FirstOrDefault(c => c.Name == name)?.Value;

    private static CoordinateValue? Value(PointTables point, string name) => Text(point, name) is { } text ? CoordinateValue.Parse(text) : null;

    /// <summary>Whether values such as 1, 2, 4, 8 would crowd at one end of a linear axis.</summary>
    private static bool AreGeometric(double[] values)
    {
        if (values.Length < 3 || values[0] <= 0 || values[^1] / values[0] < 8) return false;
        var gaps = values.Zip(values.Skip(1), (a, b) => b - a).ToArray();
        return gaps.Max() / gaps.Min() >= 4;
    }
}
