using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>expect</c> section.</summary>
internal sealed class ExpectReader(DiagnosticBag problems, IReadOnlyList<IReadOnlyList<SweptKey>> axes)
{
    private static readonly Shape s_item = RunShapes.Expect.Item;

    /// <summary>The claims that are in order.</summary>
    public IReadOnlyList<ExpectSpec> Read(SourceNode? node)
    {
        var claims = new List<ExpectSpec>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in (node as SourceSequence)?.Items ?? [])
        {
            var before = problems.Reports;
            new ShapeValidator(problems, isComplete: true).Check(item, s_item, item.Span, "an expectation");
            if (problems.Reports > before || problems.IsFull) continue;

            var section = Section.Of(item, s_item, item.Span);
            var id = section.Value<string>("id");
            if (!ids.Add(id)) problems.Error(Codes.IdTwice, section.SpanOf("id"), $"id '{id}' stands here a second time");
            if (Claim(section, id) is { } claim) claims.Add(claim);
        }

        return claims;
    }

    private ExpectSpec? Claim(Section section, string id)
    {
        var kind = section.Value<string>("kind");
        var node = section.Node("expected")!;
        if (kind == "range" != node is SourceSequence)
        {
            var needs = kind == "range" ? "kind 'range' needs 'expected: [low, high]'" : $"kind '{kind}' needs one number as 'expected'; two belong to kind 'range'";
            problems.Error(Codes.ExpectedDoesNotFit, node.Span, needs);
            return null;
        }

        var (low, high) = node is SourceSequence bounds ? ((double?)Number(bounds.Items[0]), (double?)Number(bounds.Items[1])) : (null, null);
        if (low > high) problems.Error(Codes.ExpectedDoesNotFit, node.Span, $"the range runs backwards: {low} is more than {high}");
        if (section.Has("tolerance") && kind is not ("exact" or "ratio"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("tolerance"), $"'tolerance' goes with kind 'exact' or 'ratio', not '{kind}'");

        if (FigureReader.Read(section, problems, axes, "expectation", mustChoose: true) is not { } figure) return null;
        return new ExpectSpec(
            section.Span.Place,
            id,
            section.Value<string>("claim"),
            figure.Text,
            figure.Expression,
            figure.Given,
            low is null ? Number(node) : (low.Value + high!.Value) / 2,
            kind,
            section.Value<double>("tolerance"),
            low,
            high);
    }

    private static double Number(SourceNode node) => double.Parse(((SourceScalar)node).Text, System.Globalization.CultureInfo.InvariantCulture);
}
