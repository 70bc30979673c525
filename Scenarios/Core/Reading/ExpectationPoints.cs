using GmpSim.Results;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Expressions;

namespace GmpSim.Scenarios.Reading;

/// <summary>Checks that every metric of an expectation exists and that its coordinates name points of the sweep, exactly one where <paramref name="mustChoose"/> says so.</summary>
internal sealed class ExpectationPoints(DiagnosticBag problems, IReadOnlyList<IReadOnlyList<SweptKey>> axes, bool mustChoose)
{
    private readonly SweptKey[] _keys = [.. axes.SelectMany(axis => axis)];

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Whether a coordinate lies on a point that an override removed.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>Checks the coordinates of <c>given</c>; what is right is taken over by column name.</summary>
    public IReadOnlyDictionary<string, string> Given(SourceNode? node)
    {
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in (node as SourceMapping)?.Entries ?? [])
        {
            if (Key(key.Text, key.Span) is not { } swept) continue;
            
            // A wrong value was meant to choose, too: its key is not reported as missing besides.
            Coordinate(swept, SweptKey.Label(value), value.Span);
            given[swept.Name] = SweptKey.Label(value);
        }

        return given;
    }

    /// <summary>Checks an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="text">Where it is written.</param>
    /// <param name="given">Coordinates that hold for all of it.</param>
    public void Check(Expression expression, SourceScalar text, IReadOnlyDictionary<string, string> given)
    {
        foreach (var reference in expression.References)
        {
            if (Metrics.Find(reference.Metric) is null)
            {
                var nearest = Nearest.To(reference.Metric, Metrics.All.Select(metric => metric.Name));
                problems.Error(Codes.UnknownMetric, text.PartSpan(reference.Offset, reference.Metric.Length), $"unknown metric {Readable.Quoted(reference.Metric)}", nearest);
            }

            CheckPoint(reference, text, given);
        }
    }

    private void CheckPoint(MetricReference reference, SourceScalar text, IReadOnlyDictionary<string, string> given)
    {
        var before = problems.Reports;
        // Where a point need not be chosen, 'given' says which points are looked at, and a metric may name another to be held against them.
        var chosen = new HashSet<string>(mustChoose ? given.Keys : [], StringComparer.Ordinal);
        foreach (var selector in reference.Selectors)
        {
            var nameSpan = text.PartSpan(selector.NameOffset, selector.Name.Length);
            if (Key(selector.Name, nameSpan) is not { } swept) continue;
            if (!chosen.Add(swept.Name)) problems.Error(Codes.CoordinateTwice, nameSpan, $"'{swept.Name}' is chosen already{(given.ContainsKey(swept.Name) ? " by 'given'" : "")}");
            Coordinate(swept, selector.Value, text.PartSpan(selector.ValueOffset, selector.Value.Length));
        }

        if (!mustChoose) return;

        // One key of an axis is enough: those zipped with it follow. A key with a single value needs no choice.
        var open = axes.Where(axis => axis[0].Values.Count > 1 && !axis.Any(key => chosen.Contains(key.Name))).Select(axis => $"'{axis[0].Name}'").ToArray();
        if (problems.Reports > before || open.Length == 0 || !_open.Add(string.Join(' ', open))) return;
        problems.Error(
            Codes.PointNotChosen,
            text.PartSpan(reference.Offset, reference.Metric.Length),
            $"{Readable.Quoted(reference.Metric)} has a value at every point of the sweep: choose one by {string.Join(" and ", open)}, in brackets or under 'given'");
    }

    private SweptKey? Key(string name, SourceSpan span)
    {
        if (Array.Find(_keys, key => key.Name == name || key.Text == name || key.Path.Canonical == name) is { } found) return found;
        var nearest = Nearest.To(name, _keys.Select(key => key.Name));
        var why = _keys.Length == 0 ? "the scenario sweeps nothing" : $"the sweep has {string.Join(", ", _keys.Select(key => key.Name))}";
        problems.Error(Codes.UnknownCoordinate, span, $"{Readable.Quoted(name)} is not swept: {why}", nearest);
        return null;
    }

    private void Coordinate(SweptKey key, string value, SourceSpan span)
    {
        if (key.Labels.Contains(value)) return;
        if (key.Removed.Contains(value))
        {
            IsRemoved = true;
            return;
        }

        var shown = string.Join(", ", key.Labels.Take(8)) + (key.Labels.Count > 8 ? ", …" : "");
        problems.Error(Codes.UnknownCoordinateValue, span, $"'{key.Name}' is never {Readable.Quoted(value)}: it is swept over {shown}", Nearest.To(value, key.Labels));
    }
}
