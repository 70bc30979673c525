using System.Numerics;

namespace GmpSim.Engine;

/// <summary>A 64-bit fingerprint of a sequence of words; the same on every platform and in every process.</summary>
/// <remarks>
/// Multiply-and-rotate mixing: two multiplications a word, off the critical path of an event. Not cryptographic:
/// it tells accidental differences between two runs, at odds of 2⁻⁶⁴.
/// </remarks>
public readonly record struct Fingerprint(ulong Value)
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15; // 2⁶⁴ / golden ratio, odd: spreads consecutive inputs
    private const ulong Start = 0x243F6A8885A308D3; // first 64 fractional bits of π: nothing up the sleeve

    /// <summary>The fingerprint of nothing.</summary>
    public static Fingerprint Empty => new(Start);

    /// <summary>The fingerprint of the sequence with one more word.</summary>
    public Fingerprint With(ulong word) => new(BitOperations.RotateLeft((Value ^ word) * Multiplier, 29) + word);

    /// <summary>The fingerprint of the sequence with one more pair of words; one multiplication for both.</summary>
    public Fingerprint With(ulong first, ulong second) => new(BitOperations.RotateLeft((Value ^ first) * Multiplier, 29) + (second ^ (second << 32)));

    /// <summary>The fingerprint of a text: its UTF-16 code units, then its length.</summary>
    public static Fingerprint Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var print = Empty;
        foreach (var unit in text) print = print.With(unit);
        return print.With((ulong)text.Length);
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
