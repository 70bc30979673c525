using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A rate, read as a number per second: <c>20k/s</c>, <c>5/min</c>.</summary>
internal sealed class RateValue : ValueKind<double>
{
    private const decimal Fastest = 1_000_000_000;

    private static readonly UnitTable s_units = new(
        [("/s", 1), ("k/s", 1_000), ("M/s", 1_000_000), ("/min", 1 / 60m), ("k/min", 1_000 / 60m), ("/h", 1 / 3600m), ("/ms", 1_000)],
        [("rps", "/s"), ("krps", "k/s"), ("qps", "/s"), ("hz", "/s"), ("khz", "k/s"), ("/sec", "/s"), ("k/sec", "k/s"), ("/m", "/min"), ("/hour", "/h"), ("m/s", "M/s"), ("per second", "/s"), ("k", "k/s")]);

    /// <inheritdoc/>
    public override string Noun => "a rate";

    /// <inheritdoc/>
    public override string Example => "20k/s";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out double value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (s_units.Find(text, quantity, this, out var factor) is { } wrong) return wrong;
        if (UnitTable.Product(quantity.Number, factor) is not { } perSecond || perSecond <= 0 || perSecond > Fastest)
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: above 0/s, at most 1000M/s");

        value = (double)perSecond;
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *({string.Join('|', s_units.Names)})$");
}
