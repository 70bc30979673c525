using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>An amount of CPU: <c>2.5cores</c>, or <c>250%</c> of one core.</summary>
internal sealed class CoresValue : ValueKind<double>
{
    private static readonly UnitTable s_units = new([("cores", 1), ("core", 1), ("%", 0.01m)], [("cpu", "cores"), ("cpus", "cores"), ("c", "cores")]);

    /// <inheritdoc/>
    public override string Noun => "an amount of CPU";

    /// <inheritdoc/>
    public override string Example => "2.5cores";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out double value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (s_units.Find(text, quantity, this, out var factor) is { } wrong) return wrong;
        if (UnitTable.Product(quantity.Number, factor) is not { } cores || cores < 0.01m || cores > 4096)
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: 0.01cores to 4096cores");
        value = (double)cores;
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *({string.Join('|', s_units.Names)})$");
}
