using System.Numerics;
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

    /// <summary>Whether it must be a power of two, as what addresses are cut into.</summary>
    public bool IsPowerOfTwo { get; init; }

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
            return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is out of range: {Text(min)} to {Text(max)}");
        if (bytes != decimal.Truncate(bytes)) return new(Codes.OutOfRange, $"{Readable.Quoted(text)} is not a whole number of bytes");

        value = (int)bytes;
        return IsPowerOfTwo && !BitOperations.IsPow2(value) ? new(Codes.OutOfRange, $"{Readable.Quoted(text)} is not a power of two", Text(NearestPowerOfTwo(value))) : null;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    private static string Text(int bytes) => bytes switch
    {
        > 0 when bytes % (1 << 30) == 0 => $"{bytes >> 30}GiB",
        > 0 when bytes % (1 << 20) == 0 => $"{bytes >> 20}MiB",
        > 0 when bytes % (1 << 10) == 0 => $"{bytes >> 10}KiB",
        _ => $"{bytes}B",
    };

    private static int NearestPowerOfTwo(int bytes)
    {
        var below = 1 << BitOperations.Log2((uint)bytes);
        return bytes - below <= (2 * below) - bytes ? below : 2 * below;
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => Pattern($"^{Quantity.NumberPattern} *({string.Join('|', s_units.Names)})$");
}
