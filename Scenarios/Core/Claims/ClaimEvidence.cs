using System.Globalization;
using GmpSim.Results;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Claims;

/// <summary>What the runs say about the expression of a claim.</summary>
internal sealed class ClaimEvidence
{
    private readonly ClaimExpression _expression;
    private readonly IReadOnlyList<PointResult> _points;

    private ClaimEvidence(ClaimExpression expression, IReadOnlyList<PointResult> points) => (_expression, _points) = (expression, points);

    /// <summary>Value of the expression by replication.</summary>
    internal IReadOnlyList<double> Values { get; private set; } = [];

    /// <summary>Why there are no values; <see langword="null"/> when there are.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Finds the point of every reference, and evaluates the expression in every replication that all of them have.</summary>
    internal static ClaimEvidence Collect(ExpectSpec claim, ClaimExpression expression, IReadOnlyList<PointResult> points)
    {
        var found = new List<PointResult>();
        foreach (var reference in expression.References)
        {
            var matches = points.Where(point => Matches(point, [.. reference.At, .. claim.Given])).ToList();
            if (matches.Count != 1) return new(expression, found) { Problem = NotOnePoint(reference, claim, matches.Count) };
            found.Add(matches[0]);
        }

        var evidence = new ClaimEvidence(expression, found);
        evidence.Evaluate();
        return evidence;
    }

    /// <summary>The means that went into the value, and where the time of the requests differs most.</summary>
    internal string Describe()
    {
        var means = _expression.References.Select((reference, i) =>
            $"{reference} is {Figures.Text(MeanOf(_points[i], reference.Metric), reference.Metric.Unit)}");
        var text = string.Join(", ", means);
        return LargestChange() is { } change ? $"{text}; {change}" : text;
    }

    private void Evaluate()
    {
        Values = _expression.ValuesAt(_points);
        if (Values.Count == 0) Problem = NoValue(_points.Count == 0 ? 0 : _points.Min(point => point.Runs.Count));
    }

    private string NoValue(int replications)
    {
        if (replications == 0) return "no replication has run at every point of the claim";
        for (var i = 0; i < _points.Count; i++)
        {
            var metric = _expression.References[i].Metric;
            if (_points[i].Runs.All(run => run[metric] is null)) return $"{_expression.References[i]} has no value: the metric has no meaning at that point";
        }

        return "the value is not a number in any replication: something is divided by zero";
    }

    private static string NotOnePoint(MetricAt reference, ExpectSpec claim, int count)
    {
        var given = claim.Given.Count == 0 ? "" : $" with {string.Join(", ", claim.Given.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}={g.Value}"))}";
        return count == 0
            ? $"no point of the sweep is {reference}{given}"
            : string.Create(CultureInfo.InvariantCulture, $"{count} points of the sweep are {reference}{given}; name more coordinates");
    }

    private static bool Matches(PointResult point, IReadOnlyList<KeyValuePair<string, string>> wanted) =>
        wanted.All(w => point.Coordinates.Any(c => (c.Name == w.Key || c.Path == w.Key) && c.Value == w.Value));

    private static double MeanOf(PointResult point, Metric metric)
    {
        var values = point.Runs.Select(run => run[metric]).OfType<double>().ToList();
        return values.Count == 0 ? double.NaN : values.Sum() / values.Count;
    }

    // With two points, the part of a request's time that differs most is the first place to look for the reason.
    private string? LargestChange()
    {
        var pair = _points.Distinct().ToList();
        if (pair.Count != 2 || TimeDivision.At(pair[0]) is not { } first || TimeDivision.At(pair[1]) is not { } second) return null;
        return first.Compared(NameOf(pair[0]), second, NameOf(pair[1]));
    }

    // What the claim itself calls the point; that is all that tells the two apart, and shorter than the point's label.
    private string NameOf(PointResult point)
    {
        var reference = _expression.References[_points.ToList().IndexOf(point)];
        return string.Join(", ", reference.At.Select(at => $"{at.Key}={at.Value}"));
    }
}
