using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A count: a whole number without a unit.</summary>
/// <param name="min">Smallest.</param>
/// <param name="max">Largest.</param>
internal sealed class CountValue(int min, int max) : ValueKind<int>
{
    /// <inheritdoc/>
    public override string Noun => "a whole number";

    /// <inheritdoc/>
    public override string Example => Math.Max(min, 4).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out int value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (quantity.Unit.Length > 0)
            return new(Codes.UnitNotWanted, $"{Readable.Quoted(text)} is a count: a whole number without a unit", quantity.Number == decimal.Truncate(quantity.Number) ? Expanded(quantity) : null);
        if (quantity.Number != decimal.Truncate(quantity.Number)) return new(Codes.NotAValue, $"{Readable.Quoted(text)} is not a whole number");
        if (quantity.Number < min || quantity.Number > max) return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: {min} to {max}");
        value = (int)quantity.Number;
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max };

    private static string? Expanded(Quantity quantity)
    {
        var factor = quantity.Unit switch { "k" or "K" => 1_000, "M" => 1_000_000, _ => 0 };
        return factor > 0 && Math.Abs(quantity.Number) < 1_000_000 ? (quantity.Number * factor).ToString("0") : null;
    }
}
