using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>One word out of a list.</summary>
/// <param name="choices">The words.</param>
internal sealed class ChoiceValue(params string[] choices) : ValueKind<string>
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Choices => choices;

    /// <summary>How many of the words a message lists, from the first on; all of them where nothing else is said.</summary>
    public int? Listed { get; init; }

    /// <summary>What the words are that are not listed, for example <c>a metric of runs.csv</c>.</summary>
    public string Others { get; init; } = "";

    /// <inheritdoc/>
    public override string Noun => choices.Length == 1 ? $"'{choices[0]}'" : $"one of {string.Join(", ", choices.Take(Listed ?? choices.Length))}{(Others.Length > 0 ? $", or {Others}" : "")}";

    /// <inheritdoc/>
    public override string Example => choices[0];

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out string value)
    {
        value = text;
        if (choices.Contains(text)) return null;
        var nearest = Nearest.To(text, choices);
        return nearest is null
            ? new(Codes.NotAChoice, $"{Readable.Quoted(text)} is not {Noun}{Alike(text)}")
            : new(Codes.NotAChoice, $"{Readable.Quoted(text)} is not allowed here", nearest);
    }

    /// <summary>Words that are not listed are not found by looking at the message: those that have a part in common are named.</summary>
    private string Alike(string text) => Nearest.WithPartOf(text, choices.Skip(Listed ?? choices.Length)) is { Count: > 0 } alike ? $" (such as {string.Join(", ", alike)})" : "";

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "string", ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]) };
}
