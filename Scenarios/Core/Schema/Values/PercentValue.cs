using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A percentage, read as a fraction: <c>10%</c> is 0.1.</summary>
/// <param name="maxPercent">Largest percentage.</param>
internal sealed class PercentValue(int maxPercent = 100) : ValueKind<double>
{
    /// <inheritdoc/>
    public override string Noun => "a percentage";

    /// <inheritdoc/>
    public override string Example => "10%";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out double value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (quantity.Unit.Length == 0)
        {
            var meant = quantity.Number is > 0 and < 1 ? (quantity.Number * 100).ToString("0.####") + "%" : text.Trim() + "%";
            return new(Codes.UnitMissing, $"{Readable.Quoted(text)} needs a unit: a percentage ends in '%'", meant);
        }

        if (quantity.Unit != "%") return new(Codes.UnknownUnit, $"unknown unit {Readable.Quoted(quantity.Unit)} in {Readable.Quoted(text)}; a percentage ends in '%'");
        if (quantity.Number < 0 || quantity.Number > maxPercent)
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: 0% to {maxPercent}%");
        value = (double)(quantity.Number / 100);
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *%$");
}
