using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A precision to reach: <c>2% at 95%</c>, half width over mean, and confidence.</summary>
internal sealed class PrecisionValue : ValueKind<(double RelativeHalfWidth, double Confidence)>
{
    private static readonly PercentValue s_percent = new();

    /// <inheritdoc/>
    public override string Noun => "a precision";

    /// <inheritdoc/>
    public override string Example => "2% at 95%";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out (double RelativeHalfWidth, double Confidence) value)
    {
        value = default;
        var parts = text.Split(" at ", StringSplitOptions.TrimEntries);
        if (parts.Length != 2) return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not a precision, such as '{Example}'");
        if (s_percent.TryParse(parts[0], out var halfWidth) is { } bad) return bad;
        if (s_percent.TryParse(parts[1], out var confidence) is { } wrong) return wrong;
        if (halfWidth <= 0 || confidence is < 0.5 or >= 1)
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: the width above 0%, the confidence from 50% to below 100%");
        value = (halfWidth, confidence);
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^ *{Quantity.NumberPattern} *% +at +{Quantity.NumberPattern} *% *$");
}
