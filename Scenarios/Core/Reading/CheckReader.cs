using GmpSim.Results;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>checks</c> section.</summary>
internal sealed class CheckReader(DiagnosticBag problems, IReadOnlyList<IReadOnlyList<SweptKey>> axes)
{
    private static readonly Shape s_item = RunShapes.Checks.Item;

    /// <summary>The checks that are in order.</summary>
    public IReadOnlyList<CheckSpec> Read(SourceNode? node)
    {
        var checks = new List<CheckSpec>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in (node as SourceSequence)?.Items ?? [])
        {
            var before = problems.Reports;
            new ShapeValidator(problems, isComplete: true).Check(item, s_item, item.Span, "a check");
            if (problems.Reports > before || problems.IsFull) continue;

            var section = Section.Of(item, s_item, item.Span);
            var id = section.Value<string>("id");
            if (!ids.Add(id)) problems.Error(Codes.IdTwice, section.SpanOf("id"), $"id '{id}' stands here a second time");
            if (FigureReader.Read(section, problems, axes, "check", mustChoose: false) is { } figure && Check(section, id, figure) is { } check) checks.Add(check);
        }

        return checks;
    }

    private CheckSpec? Check(Section section, string id, FigureReader.Figure figure)
    {
        var kind = KindOf(section.Value<string>("kind"));
        if (kind == CheckKind.Shape && !NamesOneDistribution(figure))
        {
            problems.Error(Codes.ExpectedDoesNotFit, section.SpanOf("value"), "kind 'shape' needs the name of one latency or skew as 'value'", "latency_p50_us");
            return null;
        }

        if (kind == CheckKind.Sign && section.Has("tolerance"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("tolerance"), "'tolerance' has no meaning for kind 'sign'");
        return new(section.Span.Place, id, section.Value<string>("model"), figure.Text, figure.Expression, figure.Given, kind, section.Has("tolerance") ? section.Value<double>("tolerance") : null);
    }

    private static bool NamesOneDistribution(FigureReader.Figure figure) =>
        figure.Expression is Expressions.MetricReference { Metric: var metric }
        && (metric.StartsWith("latency_", StringComparison.Ordinal) || metric.StartsWith("skew_", StringComparison.Ordinal));

    private static CheckKind KindOf(string name) => name switch
    {
        "count" => CheckKind.Count,
        "cpu-ratio" => CheckKind.CpuRatio,
        "ratio" => CheckKind.Ratio,
        "latency" => CheckKind.Latency,
        "sign" => CheckKind.Sign,
        "shape" => CheckKind.Shape,
        _ => throw new ArgumentException($"There is no kind of check called '{name}'.", nameof(name)),
    };
}
