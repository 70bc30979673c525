using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A size in bytes: <c>64KiB</c>.</summary>
/// <param name="max">Largest size [bytes].</param>
/// <param name="min">Smallest size [bytes].</param>
internal sealed class BytesValue(int max, int min = 0) : ValueKind<int>
{
    private static readonly UnitTable s_units = new(
        [("B", 1), ("kB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GB", 1_000_000_000), ("GiB", 1 << 30)],
        [("b", "B"), ("byte", "B"), ("bytes", "B"), ("k", "KiB"), ("kb", "kB"), ("m", "MiB"), ("mb", "MB"), ("g", "GiB"), ("gb", "GB"), ("kib", "KiB"), ("mib", "MiB"), ("gib", "GiB")]);

    /// <summary>Size of one message: 0 to 1 GiB.</summary>
    public static BytesValue Message { get; } = new(1 << 30);

    /// <summary>Size of something that is not empty: 1 B to 1 GiB.</summary>
    public static BytesValue Positive { get; } = new(1 << 30, 1);

    /// <inheritdoc/>
    public override string Noun => "a size";

    /// <inheritdoc/>
    public override string Example => "64KiB";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out int value)
    {
        value = 0;
        if (Quantity.TryParse(text, this, out var quantity) is { } bad) return bad;
        if (s_units.Find(text, quantity, this, out var factor) is { } wrong) return wrong;
        if (UnitTable.Product(quantity.Number, factor) is not { } bytes || bytes < min || bytes > max)
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: {min}B to {max / (1 << 20)}MiB");
        if (bytes != decimal.Truncate(bytes)) return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is not a whole number of bytes");

        value = (int)bytes;
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *({string.Join('|', s_units.Names)})$");
}
