using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A plain number without a unit, such as a shape parameter.</summary>
/// <param name="min">Smallest.</param>
/// <param name="max">Largest.</param>
internal sealed class NumberValue(double min, double max) : ValueKind<double>
{
    /// <inheritdoc/>
    public override string Noun => "a number";

    /// <inheritdoc/>
    public override string Example => "1.5";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out double value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (quantity.Unit.Length > 0) return new(Codes.UnitNotWanted, $"{Readable.Quoted(text)} must be a number without a unit");
        value = (double)quantity.Number;
        return value < min || value > max ? new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: {Bound(min)} to {Bound(max)}") : null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Math.Abs(max) == double.MaxValue
        ? new() { ["type"] = "number" }
        : new() { ["type"] = "number", ["minimum"] = min, ["maximum"] = max };

    private static string Bound(double bound) => bound.ToString("R", CultureInfo.InvariantCulture);
}
