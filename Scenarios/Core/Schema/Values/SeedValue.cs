using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A root seed: a whole number from 0 to 2⁶⁴ − 1.</summary>
internal sealed class SeedValue : ValueKind<ulong>
{
    /// <inheritdoc/>
    public override string Noun => "a seed";

    /// <inheritdoc/>
    public override string Example => "1";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            ? null
            : new(Codes.NotAValue, $"{Readable.Quoted(text)} is not a seed: a whole number from 0 to {ulong.MaxValue}");

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "integer", ["minimum"] = 0 };
}
