using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Expressions;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the figure that an expectation or a check is about: <c>value</c> and <c>given</c>.</summary>
internal static class FigureReader
{
    /// <summary>The figure; <see langword="null"/> where a problem or an override leaves none.</summary>
    /// <param name="section">The expectation or check, its shape already checked.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="axes">What the scenario sweeps.</param>
    /// <param name="what">What it is called in messages.</param>
    /// <param name="mustChoose">Whether every metric must name one point.</param>
    internal static Figure? Read(Section section, DiagnosticBag problems, IReadOnlyList<IReadOnlyList<SweptKey>> axes, string what, bool mustChoose)
    {
        var value = (SourceScalar)section.Node("value")!;
        if (ExpressionParser.Parse(value.Text, out var error) is not { } expression)
        {
            problems.Error(Codes.ExpressionSyntax, value.PartSpan(error!.Offset, error.Length), error.Message, error.Suggestion);
            return null;
        }

        var points = new ExpectationPoints(problems, axes, mustChoose);
        var given = points.Given(section.Node("given"));
        points.Check(expression, value, given);
        if (!points.IsRemoved) return new(value.Text, expression, given);

        problems.Warning(Codes.ExpectationDropped, section.SpanOf("id"), $"{what} '{section.Value<string>("id")}' is left out: an override took a point away that it speaks of");
        return null;
    }

    /// <summary>A figure.</summary>
    /// <param name="Text">As written.</param>
    /// <param name="Expression">Taken apart.</param>
    /// <param name="Given">Coordinates by column name.</param>
    internal sealed record Figure(string Text, Expression Expression, IReadOnlyDictionary<string, string> Given);
}
