using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Puts a scenario together: defaults, overrides, sweep, points, expectations.</summary>
internal sealed class ScenarioAssembler(ReadContext context, SourceMapping file, IReadOnlyList<Override> overrides)
{
    private readonly MachineReader _machines = new(context, file.Value("machines") as SourceMapping);
    private readonly HashSet<Override> _fitting = [];

    /// <summary>The scenario of that name; <see langword="null"/> where a problem prevents it.</summary>
    public Scenario? Read(SourceScalar name, SourceNode node)
    {
        var before = context.Problems.Reports;
        if (Merged(node) is not { } tree) return null;
        var validator = new ShapeValidator(context.Problems, isComplete: false);
        validator.Check(tree, ScenarioShapes.Scenario, name.Span, $"'{name.Text}'");
        foreach (var given in overrides) tree = WithOverride(tree, given);

        var axes = new SweepReader(context.Problems).Read(tree.Value("sweep"), tree, overrides);
        var points = Points(tree, axes, name.Span, hasErrors: context.Problems.Reports > before);
        var expect = new ExpectReader(context.Problems, axes).Read(tree.Value("expect"));
        var checks = new CheckReader(context.Problems, axes).Read(tree.Value("checks"));
        if (context.Problems.Reports > before) return null;

        var plots = (tree.Value("plots") as SourceSequence)?.Items.Select(item => ((SourceScalar)item).Text) ?? [];
        return new Scenario(name.Text, Text(tree, "about"), Text(tree, "source"), points, [.. plots], expect) { Checks = checks, Places = new(name, tree) };
    }

    /// <summary>Reports the overrides that no scenario had a place for.</summary>
    public void ReportUnfitting(SourceMapping scenarios)
    {
        foreach (var given in overrides.Where(given => !_fitting.Contains(given)))
        {
            if (scenarios.Entries.Count == 0 || Merged(scenarios.Entries[0].Value) is not { } tree) continue;
            NodePath.Resolve(given.Path, tree, ScenarioShapes.Point, out var problem);
            if (problem is not null)
                context.Problems.Error(Codes.UnknownPath, given.PathSpan.Part(problem.Offset, problem.Length), problem.Message, problem.Suggestion);
        }
    }

    private SourceMapping? Merged(SourceNode node)
    {
        if (node is not SourceMapping tree) return null;
        if (file.Value("defaults") is SourceMapping defaults) tree = (SourceMapping)ShapeMerger.Merge(ScenarioShapes.Scenario, defaults, tree);
        if (file.Find("programs") is not { Value: SourceMapping shared } entry) return tree;
        return tree.With(entry.Key, tree.Value("programs") is { } own ? ShapeMerger.Merge(ProgramShapes.Programs, shared, own) : shared);
    }

    private SourceMapping WithOverride(SourceMapping tree, Override given)
    {
        if (NodePath.Resolve(given.Path, tree, ScenarioShapes.Point, out _) is not { } path) return tree;
        _fitting.Add(given);

        // Of a swept key an override may list values, which take the place of the sweep's.
        if (given.Value is SourceSequence list && path.Leaf is not SequenceShape && SweepReader.IsSwept(given, tree))
        {
            foreach (var item in list.Items) Check(item, path);
            if (list.Items.Count == 0) context.Problems.Error(Codes.WrongCount, given.Value.Span, $"'{path.LastName}' needs at least one value");
            return tree;
        }

        Check(given.Value, path);
        return (SourceMapping)path.Assign(tree, given.Value);
    }

    private void Check(SourceNode value, NodePath path) =>
        new ShapeValidator(context.Problems, isComplete: false).Check(value, path.Leaf!, value.Span, $"'{path.LastName}'");

    private List<ScenarioPoint> Points(SourceMapping tree, IReadOnlyList<IReadOnlyList<SweptKey>> axes, SourceSpan owner, bool hasErrors)
    {
        var reader = new PointReader(context, _machines, owner);
        var points = new List<ScenarioPoint>();
        foreach (var point in SweepReader.Points(axes))
        {
            var (assigned, coordinates) = SweepReader.Assigned(tree, axes, point);
            if (reader.Read(assigned) is { } setup) points.Add(new ScenarioPoint(coordinates, setup));

            // A broken scenario shows its remaining problems in its first point; the others would only repeat them.
            if (hasErrors || context.Problems.IsFull) break;
        }

        return points;
    }

    private static string Text(SourceMapping tree, string key) => ((tree.Value(key) as SourceScalar)?.Text ?? "").Trim();
}
