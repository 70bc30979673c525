using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>Free text.</summary>
/// <param name="noun">What a message calls it.</param>
/// <param name="mayBeEmpty">Whether nothing is fine too.</param>
internal sealed class TextValue(string noun = "a text", bool mayBeEmpty = true) : ValueKind<string>
{
    /// <inheritdoc/>
    public override string Noun => noun;

    /// <inheritdoc/>
    public override string Example => "words";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out string value)
    {
        value = text;
        return mayBeEmpty || text.Trim().Length > 0 ? null : new(Codes.NoValue, $"{noun} must not be empty");
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => mayBeEmpty ? new() { ["type"] = "string" } : new() { ["type"] = "string", ["minLength"] = 1 };
}
