using System.Globalization;

namespace GmpSim.Engine;

/// <summary>A span of simulated time.</summary>
/// <remarks>
/// A whole number of picoseconds in 64 bits: a cycle at 4 GHz is 250 ps, exactly, and the range is ±106 days.
/// Integers only, so that no decision in a simulation hangs on rounding. The default value is zero.
/// </remarks>
public readonly record struct SimDuration : IComparable<SimDuration>
{
    private const long PsPerNs = 1_000;
    private const long PsPerUs = 1_000_000;
    private const long PsPerMs = 1_000_000_000;
    private const long PsPerS = 1_000_000_000_000;

    private SimDuration(long picoseconds) => Picoseconds = picoseconds;

    /// <summary>No time at all.</summary>
    public static SimDuration Zero => default;

    /// <summary>The longest representable span, about 106 days.</summary>
    public static SimDuration MaxValue => new(long.MaxValue);

    /// <summary>The span in picoseconds; negative for a span into the past.</summary>
    public long Picoseconds { get; }

    /// <summary>The span in whole nanoseconds, rounded towards zero.</summary>
    public long WholeNanoseconds => Picoseconds / PsPerNs;

    /// <summary>The span in whole milliseconds, rounded towards zero.</summary>
    public long WholeMilliseconds => Picoseconds / PsPerMs;

    /// <summary>The span in nanoseconds. For reports; decisions use the integers.</summary>
    public double Nanoseconds => Picoseconds / (double)PsPerNs;

    /// <summary>The span in microseconds. For reports; decisions use the integers.</summary>
    public double Microseconds => Picoseconds / (double)PsPerUs;

    /// <summary>The span in milliseconds. For reports; decisions use the integers.</summary>
    public double Milliseconds => Picoseconds / (double)PsPerMs;

    /// <summary>The span in seconds. For reports; decisions use the integers.</summary>
    public double Seconds => Picoseconds / (double)PsPerS;

    /// <summary>A span of <paramref name="value"/> picoseconds.</summary>
    public static SimDuration FromPicoseconds(long value) => new(value);

    /// <summary>A span of <paramref name="value"/> nanoseconds.</summary>
    /// <exception cref="OverflowException">The span does not fit in 106 days.</exception>
    public static SimDuration FromNanoseconds(long value) => new(checked(value * PsPerNs));

    /// <summary>A span of <paramref name="value"/> microseconds.</summary>
    /// <exception cref="OverflowException">The span does not fit in 106 days.</exception>
    public static SimDuration FromMicroseconds(long value) => new(checked(value * PsPerUs));

    /// <summary>A span of <paramref name="value"/> milliseconds.</summary>
    /// <exception cref="OverflowException">The span does not fit in 106 days.</exception>
    public static SimDuration FromMilliseconds(long value) => new(checked(value * PsPerMs));

    /// <summary>A span of <paramref name="value"/> seconds.</summary>
    /// <exception cref="OverflowException">The span does not fit in 106 days.</exception>
    public static SimDuration FromSeconds(long value) => new(checked(value * PsPerS));

    /// <summary>The nearest span to a sampled number of picoseconds: the one place where a floating value enters.</summary>
    /// <remarks>Halves round to even; values beyond the range are cut to it; NaN is an error.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="picoseconds"/> is not a number.</exception>
    public static SimDuration RoundedFromPicoseconds(double picoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsNaN(picoseconds), true, nameof(picoseconds));
        if (picoseconds >= long.MaxValue) return MaxValue;
        if (picoseconds <= -(double)long.MaxValue) return new(-long.MaxValue);
        return new((long)Math.Round(picoseconds, MidpointRounding.ToEven));
    }

    /// <summary>The longer of two spans.</summary>
    public static SimDuration Max(SimDuration left, SimDuration right) => left >= right ? left : right;

    /// <summary>The shorter of two spans.</summary>
    public static SimDuration Min(SimDuration left, SimDuration right) => left <= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(SimDuration other) => Picoseconds.CompareTo(other.Picoseconds);

    /// <summary>The span in the largest unit that leaves at least one whole, for example <c>12.7us</c>.</summary>
    public override string ToString()
    {
        var magnitude = Math.Abs((double)Picoseconds);
        return magnitude switch
        {
            0 => "0s",
            >= PsPerS => Text(PsPerS, "s"),
            >= PsPerMs => Text(PsPerMs, "ms"),
            >= PsPerUs => Text(PsPerUs, "us"),
            >= PsPerNs => Text(PsPerNs, "ns"),
            _ => Text(1, "ps"),
        };
    }

    private string Text(long unit, string suffix) =>
        ((decimal)Picoseconds / unit).ToString("0.############", CultureInfo.InvariantCulture) + suffix;

    /// <summary>The sum of two spans.</summary>
    public static SimDuration operator +(SimDuration left, SimDuration right) => new(left.Picoseconds + right.Picoseconds);

    /// <summary>The difference of two spans.</summary>
    public static SimDuration operator -(SimDuration left, SimDuration right) => new(left.Picoseconds - right.Picoseconds);

    /// <summary>A span repeated.</summary>
    public static SimDuration operator *(SimDuration span, long times) => new(span.Picoseconds * times);

    /// <summary>A span divided into equal parts, rounded towards zero.</summary>
    public static SimDuration operator /(SimDuration span, long parts) => new(span.Picoseconds / parts);

    /// <summary>Whether one span is shorter.</summary>
    public static bool operator <(SimDuration left, SimDuration right) => left.Picoseconds < right.Picoseconds;

    /// <summary>Whether one span is longer.</summary>
    public static bool operator >(SimDuration left, SimDuration right) => left.Picoseconds > right.Picoseconds;

    /// <summary>Whether one span is shorter or equal.</summary>
    public static bool operator <=(SimDuration left, SimDuration right) => left.Picoseconds <= right.Picoseconds;

    /// <summary>Whether one span is longer or equal.</summary>
    public static bool operator >=(SimDuration left, SimDuration right) => left.Picoseconds >= right.Picoseconds;
}
