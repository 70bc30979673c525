using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A multiplier: <c>8x</c>.</summary>
internal sealed class FactorValue : ValueKind<double>
{
    /// <inheritdoc/>
    public override string Noun => "a multiplier";

    /// <inheritdoc/>
    public override string Example => "8x";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out double value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (quantity.Unit.Length == 0) return new(Codes.UnitMissing, $"{Readable.Quoted(text)} needs a unit: a multiplier ends in 'x'", text.Trim() + "x");
        if (quantity.Unit != "x")
            return new(Codes.UnknownUnit, $"unknown unit {Readable.Quoted(quantity.Unit)} in {Readable.Quoted(text)}; a multiplier ends in 'x'");
        if (quantity.Number is < 0.000001m or > 1_000_000) return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: 0.000001x to 1000000x");
        value = (double)quantity.Number;
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *x$");
}
