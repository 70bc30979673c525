using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Schema.Values;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>run</c> section.</summary>
internal static class RunReader
{
    /// <summary>The section.</summary>
    public static RunSpec Read(SourceNode? node, SourceSpan fallback, DiagnosticBag problems)
    {
        var section = Section.Of(node, RunShapes.Run, fallback);
        var (replications, precision) = Replications(section, problems);
        return new RunSpec
        {
            Warmup = section.Value<SimDuration?>("warmup"),
            Duration = section.Value<SimDuration>("duration"),
            Replications = replications,
            Precision = precision,
            Seed = section.Value<ulong>("seed"),
        };
    }

    private static (int Fewest, PrecisionSpec? Precision) Replications(Section run, DiagnosticBag problems)
    {
        var shape = (EitherShape)RunShapes.Run.Find("replications")!.Shape;
        var node = run.Node("replications");
        if (node is not SourceMapping)
        {
            var text = (node as SourceScalar)?.Text ?? RunShapes.Run.Find("replications")!.Default!;
            return (((ValueKind<int>)shape.Scalar.Kind).Parse(text), null);
        }

        var section = Section.Of(node, shape, run.Span);
        int min = section.Value<int>("min"), max = section.Value<int>("max");
        if (max < min)
        {
            var key = section.Has("max") ? "max" : "min";
            problems.Error(Codes.ParametersContradict, section.SpanOf(key), $"'max' ({max}) is less than 'min' ({min})");
        }

        var (halfWidth, confidence) = section.Value<(double, double)>("until");
        return (min, new PrecisionSpec(halfWidth, confidence, max, section.Value<string>("metric")));
    }
}
