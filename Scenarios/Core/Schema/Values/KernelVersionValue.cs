using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A Linux version: <c>6.1</c>, or a release of a stable series: <c>5.10.37</c>.</summary>
internal sealed class KernelVersionValue : ValueKind<string>
{
    /// <inheritdoc/>
    public override string Noun => "a Linux version";

    /// <inheritdoc/>
    public override string Example => "6.1";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out string value)
    {
        value = text;
        var parts = text.Split('.');
        var isVersion = parts.Length is 2 or 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major is >= 4 and <= 9
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && minor <= 99
            && (parts.Length == 2 || (int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var patch) && patch <= 999));
        return isVersion ? null : new(Codes.NotAValue, $"{Readable.Quoted(text)} is not a Linux version from 4.0 on, such as '6.1'");
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["anyOf"] = new JsonArray(Pattern("^[4-9]\\.[0-9]{1,2}(\\.[0-9]{1,3})?$"), new JsonObject { ["type"] = "number" }) };
}
