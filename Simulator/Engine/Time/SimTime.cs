namespace GmpSim.Engine;

/// <summary>An instant of simulated time, counted from the start of the run.</summary>
/// <remarks>Picoseconds in 64 bits, like <see cref="SimDuration"/>; two instants differ by a duration and cannot be added.</remarks>
public readonly record struct SimTime : IComparable<SimTime>
{
    private SimTime(long picoseconds) => Picoseconds = picoseconds;

    /// <summary>The start of the run.</summary>
    public static SimTime Zero => default;

    /// <summary>The end of representable time: used for "never".</summary>
    public static SimTime MaxValue => new(long.MaxValue);

    /// <summary>Picoseconds since the start of the run.</summary>
    public long Picoseconds { get; }

    /// <summary>The instant <paramref name="picoseconds"/> after the start.</summary>
    public static SimTime FromPicoseconds(long picoseconds) => new(picoseconds);

    /// <summary>The time since the start of the run.</summary>
    public SimDuration SinceStart => SimDuration.FromPicoseconds(Picoseconds);

    /// <summary>The later of two instants.</summary>
    public static SimTime Max(SimTime left, SimTime right) => left >= right ? left : right;

    /// <summary>The earlier of two instants.</summary>
    public static SimTime Min(SimTime left, SimTime right) => left <= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(SimTime other) => Picoseconds.CompareTo(other.Picoseconds);

    /// <summary>The time since the start with its unit, for example <c>1.5ms</c>.</summary>
    public override string ToString() => SinceStart.ToString();

    /// <summary>The instant a span later.</summary>
    public static SimTime operator +(SimTime instant, SimDuration span) => new(instant.Picoseconds + span.Picoseconds);

    /// <summary>The instant a span earlier.</summary>
    public static SimTime operator -(SimTime instant, SimDuration span) => new(instant.Picoseconds - span.Picoseconds);

    /// <summary>The span between two instants.</summary>
    public static SimDuration operator -(SimTime later, SimTime earlier) => SimDuration.FromPicoseconds(later.Picoseconds - earlier.Picoseconds);

    /// <summary>Whether one instant is earlier.</summary>
    public static bool operator <(SimTime left, SimTime right) => left.Picoseconds < right.Picoseconds;

    /// <summary>Whether one instant is later.</summary>
    public static bool operator >(SimTime left, SimTime right) => left.Picoseconds > right.Picoseconds;

    /// <summary>Whether one instant is earlier or the same.</summary>
    public static bool operator <=(SimTime left, SimTime right) => left.Picoseconds <= right.Picoseconds;

    /// <summary>Whether one instant is later or the same.</summary>
    public static bool operator >=(SimTime left, SimTime right) => left.Picoseconds >= right.Picoseconds;
}
