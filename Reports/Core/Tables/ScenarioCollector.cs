using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>The points and verdicts of one scenario while its tables are read.</summary>
internal sealed class ScenarioCollector(string name)
{
    private readonly List<PointCollector> _points = [];
    private readonly Dictionary<string, PointCollector> _byCoordinates = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public List<Verdict> Verdicts { get; } = [];

    /// <summary>The point with these coordinates, whatever their order.</summary>
    public PointCollector At(IReadOnlyList<Coordinate> coordinates)
    {
        var key = PointLabel.Format([.. coordinates.OrderBy(c => c.Name, StringComparer.Ordinal)]);
        if (_byCoordinates.TryGetValue(key, out var known)) return known;
        var point = new PointCollector(coordinates);
        _points.Add(point);
        _byCoordinates.Add(key, point);
        return point;
    }

    public ScenarioTables Tables() => new(Name, [.. _points.Select(p => p.Tables())], Verdicts);
}
