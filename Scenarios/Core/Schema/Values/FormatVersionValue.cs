using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>The version of the format: 1.</summary>
internal sealed class FormatVersionValue : ValueKind<int>
{
    /// <inheritdoc/>
    public override string Noun => "the version of the format";

    /// <inheritdoc/>
    public override string Example => "1";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out int value)
    {
        value = 1;
        return text == "1" ? null : new(Codes.FormatVersion, $"version {Readable.Quoted(text)} of the format is not known to this program; it reads version 1", "1");
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["const"] = 1 };
}
