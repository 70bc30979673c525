using GmpSim.Results;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>sweep</c> section: the axes of a scenario's points.</summary>
internal sealed class SweepReader(DiagnosticBag problems)
{
    /// <summary>Most points of a scenario.</summary>
    public const int MostPoints = 10_000;

    /// <summary>The axes in file order; the keys of one axis advance together.</summary>
    /// <param name="node">The section; <see langword="null"/> for none.</param>
    /// <param name="scenario">The scenario's tree.</param>
    /// <param name="overrides">Overrides; one of a swept key takes the place of its values.</param>
    public IReadOnlyList<IReadOnlyList<SweptKey>> Read(SourceNode? node, SourceMapping scenario, IReadOnlyList<Override> overrides)
    {
        var axes = new List<IReadOnlyList<SweptKey>>();
        foreach (var entry in (node as SourceMapping)?.Entries ?? [])
        {
            var keys = entry.Key.Text == "zip" ? Zipped(entry.Value, scenario) : [.. One(entry, scenario, isZipped: false)];
            if (keys.Count > 0) axes.Add(keys);
        }

        axes = [.. axes.Select(axis => (IReadOnlyList<SweptKey>)[.. axis.Select(key => Overridden(key, scenario, overrides, axis.Count > 1))])];
        ReportTwice(axes);
        CheckNumber(axes, scenario);
        return Named(axes);
    }

    /// <summary>Every point: one number an axis, the last axis fastest.</summary>
    public static IEnumerable<int[]> Points(IReadOnlyList<IReadOnlyList<SweptKey>> axes)
    {
        var at = new int[axes.Count];
        while (true)
        {
            yield return [.. at];
            var axis = axes.Count - 1;
            while (axis >= 0 && ++at[axis] == axes[axis][0].Values.Count) at[axis--] = 0;
            if (axis < 0) yield break;
        }
    }

    /// <summary>The scenario with the keys of a point set, and the point's coordinates.</summary>
    public static (SourceMapping Tree, IReadOnlyList<Coordinate> Coordinates) Assigned(SourceMapping scenario, IReadOnlyList<IReadOnlyList<SweptKey>> axes, int[] point)
    {
        SourceNode tree = scenario;
        var coordinates = new List<Coordinate>();
        for (var axis = 0; axis < axes.Count; axis++)
        {
            foreach (var key in axes[axis])
            {
                tree = key.Path.Assign(tree, key.Values[point[axis]]);
                coordinates.Add(new Coordinate(key.Text, key.Name, key.Labels[point[axis]]));
            }
        }

        return ((SourceMapping)tree, coordinates);
    }

    private List<SweptKey> Zipped(SourceNode node, SourceMapping scenario)
    {
        var keys = ((node as SourceMapping)?.Entries ?? []).SelectMany(entry => One(entry, scenario, isZipped: true)).ToList();
        var different = keys.Find(key => key.Values.Count != keys[0].Values.Count);
        if (different is null)
        {
            ReportSamePoints(keys);
            return keys;
        }

        problems.Error(Codes.ZipLengths, different.Span, $"zipped lists need one length: '{different.Text}' has {different.Values.Count} values, '{keys[0].Text}' has {keys[0].Values.Count}");
        return [];
    }

    private IEnumerable<SweptKey> One(SourceEntry entry, SourceMapping scenario, bool isZipped)
    {
        // What is not a list of values was reported by the shape.
        if (entry.Value is not SourceSequence { Items.Count: > 0 } list) yield break;
        var text = entry.Key.Text;
        var path = NodePath.Resolve(text, scenario, ScenarioShapes.Point, out var problem);
        if (problem is not null)
        {
            problems.Error(Codes.UnknownPath, entry.Key.PartSpan(problem.Offset, problem.Length), problem.Message, problem.Suggestion);
            yield break;
        }

        if (path!.Canonical is "run" or "run.seed" || path.Canonical.StartsWith("run.replications", StringComparison.Ordinal))
        {
            problems.Error(Codes.NotSweepable, entry.Key.Span, $"'{text}' cannot be swept: seeds and replications are common to all points, so that their differences are paired");
            yield break;
        }

        // Each value against its key, whether or not the rest of the scenario is in order; what it lacks is seen in its point.
        var before = problems.Reports;
        foreach (var value in list.Items) new ShapeValidator(problems, isComplete: false).Check(value, path.Leaf!, value.Span, $"'{path.LastName}'");
        // A zipped list may repeat a value: what its neighbours are set to tells the points apart.
        if (problems.Reports == before && !isZipped) ReportSame(list);
        yield return new SweptKey(path, text, path.LastName, entry.Key.Span, list.Items);
    }

    private void ReportSame(SourceSequence list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in list.Items.Where(value => !seen.Add(SweptKey.Label(value))))
            problems.Error(Codes.SameValueTwice, value.Span, $"value {Readable.Quoted(SweptKey.Label(value))} stands here a second time");
    }

    private void ReportSamePoints(List<SweptKey> keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; keys.Count > 0 && i < keys[0].Values.Count; i++)
        {
            var at = i;
            if (!seen.Add(string.Join('\n', keys.Select(key => SweptKey.Label(key.Values[at])))))
                problems.Error(Codes.SameValueTwice, keys[0].Values[i].Span, "the zipped values stand here a second time");
        }
    }

    private static SweptKey Overridden(SweptKey key, SourceMapping scenario, IReadOnlyList<Override> overrides, bool isZipped)
    {
        foreach (var given in overrides)
        {
            if (CanonicalOf(given, scenario) != key.Path.Canonical) continue;
            var single = given.Value is SourceSequence && key.Path.Leaf is not SequenceShape ? null : given.Value;
            IReadOnlyList<SourceNode> values = single is null ? ((SourceSequence)given.Value).Items : isZipped ? [.. key.Values.Select(_ => single)] : [single];
            var changed = new SweptKey(key.Path, key.Text, key.Name, key.Span, values);
            key = changed with { Removed = [.. key.Removed.Concat(key.Labels).Except(changed.Labels)] };
        }

        return key;
    }

    /// <summary>The path of an override in its usual spelling; <see langword="null"/> where it leads nowhere in this scenario.</summary>
    public static string? CanonicalOf(Override given, SourceMapping scenario) => NodePath.Resolve(given.Path, scenario, ScenarioShapes.Point, out _)?.Canonical;

    /// <summary>Whether the section sweeps the path of an override.</summary>
    public static bool IsSwept(Override given, SourceMapping scenario)
    {
        var sweep = scenario.Value("sweep") as SourceMapping;
        var zipped = sweep?.Value("zip") as SourceMapping;
        var canonical = CanonicalOf(given, scenario);
        return (sweep?.Entries ?? []).Concat(zipped?.Entries ?? [])
            .Any(entry => NodePath.Resolve(entry.Key.Text, scenario, ScenarioShapes.Point, out _)?.Canonical == canonical);
    }

    private void ReportTwice(List<IReadOnlyList<SweptKey>> axes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in axes.SelectMany(axis => axis).Where(key => !seen.Add(key.Path.Canonical)))
            problems.Error(Codes.SweptTwice, key.Span, $"'{key.Text}' is swept twice");
    }

    private void CheckNumber(List<IReadOnlyList<SweptKey>> axes, SourceMapping scenario)
    {
        var number = axes.Aggregate(1.0, (product, axis) => product * axis[0].Values.Count);
        if (number <= MostPoints) return;
        problems.Error(Codes.TooManyPoints, scenario.Find("sweep")!.Value.Key.Span, $"the sweep has {number:0} points; {MostPoints} are allowed");
        axes.Clear();
    }

    /// <summary>Column names: the last part of the path, or the whole path where that would be ambiguous.</summary>
    private static List<IReadOnlyList<SweptKey>> Named(List<IReadOnlyList<SweptKey>> axes)
    {
        var counts = axes.SelectMany(axis => axis).GroupBy(key => key.Path.LastName, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return [.. axes.Select(axis => (IReadOnlyList<SweptKey>)[.. axis.Select(key => counts[key.Path.LastName] > 1 ? key with { Name = key.Path.Canonical } : key)])];
    }
}
