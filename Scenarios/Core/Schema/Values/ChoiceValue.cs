using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>One word out of a list.</summary>
/// <param name="choices">The words.</param>
internal sealed class ChoiceValue(params string[] choices) : ValueKind<string>
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Choices => choices;

    /// <inheritdoc/>
    public override string Noun => choices.Length == 1 ? $"'{choices[0]}'" : $"one of {string.Join(", ", choices)}";

    /// <inheritdoc/>
    public override string Example => choices[0];

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out string value)
    {
        value = text;
        if (choices.Contains(text)) return null;
        var nearest = Nearest.To(text, choices);
        return nearest is null
            ? new(Codes.NotAChoice, $"{Readable.Quoted(text)} is not {Noun}")
            : new(Codes.NotAChoice, $"{Readable.Quoted(text)} is not allowed here", nearest);
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "string", ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]) };
}
