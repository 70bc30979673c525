using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Puts a scenario together: defaults, overrides, sweep, points, expectations.</summary>
/// <param name="context">What the readers of the file share.</param>
/// <param name="file">The file's tree.</param>
/// <param name="given">Overrides of the command line.</param>
/// <param name="isMeant">Whether they are for the scenario of a name.</param>
internal sealed class ScenarioAssembler(ReadContext context, SourceMapping file, IReadOnlyList<Override> given, Func<string, bool> isMeant)
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
        var fitting = new List<Override>();
        foreach (var change in isMeant(name.Text) ? given : [])
        {
            if (PlaceOf(change, tree) is not { } place) continue;
            fitting.Add(change);
            tree = WithOverride(tree, change, place);
        }

        _fitting.UnionWith(fitting);
        var axes = new SweepReader(context.Problems).Read(tree.Value("sweep"), tree, fitting);
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
        if (scenarios.Entries.Where(entry => isMeant(entry.Key.Text)).Select(entry => Merged(entry.Value)).FirstOrDefault() is not { } tree) return;
        foreach (var change in given.Where(change => !_fitting.Contains(change)))
        {
            NodePath.Resolve(change.Path, tree, ScenarioShapes.Point, out var problem);
            if (problem is not null)
                context.Problems.Error(Codes.UnknownPath, change.PathSpan.Part(problem.Offset, problem.Length), problem.Message, problem.Suggestion);
            else if (!context.Problems.HasErrors)
                context.Problems.Error(Codes.RuntimeNotUsed, change.PathSpan, "none of the servers is a Go program, so there is no runtime to change");
        }
    }

    private SourceMapping? Merged(SourceNode node)
    {
        if (node is not SourceMapping tree) return null;
        if (file.Value("defaults") is SourceMapping defaults) tree = (SourceMapping)ShapeMerger.Merge(ScenarioShapes.Scenario, defaults, tree);
        if (file.Find("programs") is not { Value: SourceMapping shared } entry) return tree;
        return tree.With(entry.Key, tree.Value("programs") is { } own ? ShapeMerger.Merge(ProgramShapes.Programs, shared, own) : shared);
    }

    /// <summary>Where a scenario takes an override; <see langword="null"/> where it has no place for it, as one whose server is no Go program has none for the Go runtime.</summary>
    private static NodePath? PlaceOf(Override change, SourceMapping tree)
    {
        var path = NodePath.Resolve(change.Path, tree, ScenarioShapes.Point, out _);
        return path?.FirstName == "runtime" && KindOfServer(tree) is { } kind && !WorkloadReader.UsesGo(kind) ? null : path;
    }

    private static string? KindOfServer(SourceMapping tree)
    {
        var server = (tree.Value("workload") as SourceMapping)?.Value("server") as SourceMapping;
        return (server?.Value("kind") as SourceScalar)?.Text;
    }

    private SourceMapping WithOverride(SourceMapping tree, Override change, NodePath path)
    {

        // Of a swept key an override may list values, which take the place of the sweep's.
        if (change.Value is SourceSequence list && path.Leaf is not SequenceShape && SweepReader.IsSwept(change, tree))
        {
            foreach (var item in list.Items) Check(item, path);
            if (list.Items.Count == 0) context.Problems.Error(Codes.WrongCount, change.Value.Span, $"'{path.LastName}' needs at least one value");
            return tree;
        }

        Check(change.Value, path);
        return (SourceMapping)path.Assign(tree, change.Value);
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
