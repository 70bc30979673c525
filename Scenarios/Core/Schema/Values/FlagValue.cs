using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class FlagValue : ValueKind<bool>
{
    /// <inheritdoc/>
    public override string Noun => "true or false";

    /// <inheritdoc/>
    public override string Example => "true";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out bool value)
    {
        value = text == "true";
        if (text is "true" or "false") return null;
        var meant = text.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" or "1" or "enabled" => "true",
            "no" or "off" or "n" or "0" or "disabled" => "false",
            _ => Nearest.To(text, ["true", "false"]),
        };
        return new(Codes.NotAFlag, $"{Readable.Quoted(text)} is neither true nor false", meant);
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "boolean" };
}
