using GmpSim.Results;
using GmpSim.Scenarios.Claims;

namespace GmpSim.Scenarios.Checks;

/// <summary>Finds the points at which a check is made.</summary>
internal sealed class CheckPlaces(ClaimExpression expression, IReadOnlyDictionary<string, string> given, IReadOnlyList<PointResult> points)
{
    /// <summary>Every place, each once.</summary>
    internal IReadOnlyList<CheckPlace> All()
    {
        var places = new List<CheckPlace>();
        for (var own = 0; own < points.Count; own++)
        {
            if (!Has(points[own], [.. given])) continue;
            var found = expression.References.Select(reference => PointOf(reference, points[own])).ToArray();
            if (found.Contains(-1) || (expression.Compares && IsOneFigure(found)) || places.Any(place => place.Points.SequenceEqual(found))) continue;
            places.Add(new(points[own].Label, own, found));
        }

        // An expression that names all its points is not about the point at which it was met first.
        return places.Count == 1 && expression.References.All(reference => reference.At.Count > 0) ? [new("", places[0].Points[0], places[0].Points)] : places;
    }

    // A metric over itself is 1 whatever happens.
    private bool IsOneFigure(int[] found) =>
        found.Distinct().Count() == 1 && expression.References.Select(reference => reference.Metric).Distinct().Count() == 1;

    /// <summary>Of the points that have the coordinates that a metric names, the first that shares most of the others with the point under check; -1 for none.</summary>
    private int PointOf(MetricAt reference, PointResult own)
    {
        var (best, most) = (-1, -1);
        for (var i = 0; i < points.Count; i++)
        {
            if (!Has(points[i], reference.At)) continue;
            var shared = points[i].Coordinates.Zip(own.Coordinates).Count(pair => pair.First.Value == pair.Second.Value);
            if (shared > most) (best, most) = (i, shared);
        }

        return best;
    }

    private static bool Has(PointResult point, IReadOnlyList<KeyValuePair<string, string>> wanted) =>
        wanted.All(w => point.Coordinates.Any(c => (c.Name == w.Key || c.Path == w.Key) && c.Value == w.Value));
}
