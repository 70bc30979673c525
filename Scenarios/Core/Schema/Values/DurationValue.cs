using System.Text.Json.Nodes;
using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A duration: <c>12.7us</c>, <c>30s</c>.</summary>
/// <param name="min">Shortest allowed.</param>
/// <param name="max">Longest allowed.</param>
/// <param name="example">An example for messages.</param>
internal sealed class DurationValue(SimDuration min, SimDuration max, string example = "10us") : ValueKind<SimDuration>
{
    /// <summary>Longest time of anything in a scenario: a day.</summary>
    public static readonly SimDuration Longest = SimDuration.FromSeconds(86_400);

    private static readonly UnitTable s_units = new(
        [("ps", 1), ("ns", 1_000), ("us", 1_000_000), ("µs", 1_000_000), ("μs", 1_000_000), ("ms", 1_000_000_000),
         ("s", 1_000_000_000_000), ("m", 60_000_000_000_000), ("h", 3_600_000_000_000_000)],
        [("usec", "us"), ("msec", "ms"), ("nsec", "ns"), ("sec", "s"), ("secs", "s"), ("second", "s"), ("seconds", "s"),
         ("min", "m"), ("mins", "m"), ("minute", "m"), ("minutes", "m"), ("hour", "h"), ("hours", "h"), ("hr", "h"),
         ("micros", "us"), ("millis", "ms"), ("nanos", "ns"), ("u", "us"), ("n", "ns")]);

    /// <summary>Any duration from 0 up to a day.</summary>
    public static DurationValue FromZero { get; } = new(SimDuration.Zero, Longest);

    /// <summary>Any duration above 0 up to a day.</summary>
    public static DurationValue AboveZero { get; } = new(SimDuration.FromPicoseconds(1), Longest);

    /// <inheritdoc/>
    public override string Noun => "a duration";

    /// <inheritdoc/>
    public override string Example => example;

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out SimDuration value)
    {
        value = default;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;

        // Zero is zero in every unit, but a unit is asked for all the same: '0' may be a forgotten digit's unit.
        if (s_units.Find(text, quantity, this, out var factor) is { } wrong) return wrong;
        if (UnitTable.Product(quantity.Number, factor) is not { } picoseconds || picoseconds > max.Picoseconds || picoseconds < min.Picoseconds)
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: {Range()}");

        value = SimDuration.FromPicoseconds((long)decimal.Round(picoseconds, MidpointRounding.ToEven));
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *({string.Join('|', s_units.Names)})$");

    private string Range()
    {
        var most = max == Longest ? "24h" : max.ToString();
        return min.Picoseconds == 1 ? $"above 0s, at most {most}" : $"{min} to {most}";
    }
}
