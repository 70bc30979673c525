using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A value, or a keyword that stands for none: <c>none</c>, <c>auto</c>.</summary>
/// <param name="keyword">The keyword; reads as <see langword="null"/>.</param>
/// <param name="inner">The value otherwise.</param>
internal sealed class KeywordOr<T>(string keyword, ValueKind<T> inner) : ValueKind<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override string Noun => $"{inner.Noun} or '{keyword}'";

    /// <inheritdoc/>
    public override string Example => inner.Example;

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out T? value)
    {
        value = null;
        if (text == keyword) return null;
        var problem = inner.TryParse(text, out var given);
        if (problem is null) value = given;
        else if (problem.Code == Codes.NotAValue && Nearest.To(text, [keyword]) is { } meant)
            return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not {Noun}", meant);
        else if (problem.Code == Codes.NotAValue && text.Length > 0 && char.IsAsciiLetter(text[0]))
            return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not {inner.Noun}, such as '{inner.Example}', nor '{keyword}'");
        return problem;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["const"] = keyword }, inner.JsonSchema()),
    };
}
