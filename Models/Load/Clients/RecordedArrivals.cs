using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Arrivals of a recording, as recorded or faster; the recording starts over when it ends.</summary>
public sealed class RecordedArrivals : IArrivals
{
    private readonly Arrival[] _recording;
    private readonly SimDuration _length;
    private readonly SimTime _from;
    private long _taken;

    /// <summary>Creates the sequence.</summary>
    /// <param name="recording">Arrivals relative to time zero, in order, times already scaled.</param>
    /// <param name="length">After how long the recording starts over.</param>
    /// <param name="from">Instant of time zero of the recording.</param>
    public RecordedArrivals(IReadOnlyList<Arrival> recording, SimDuration length, SimTime from)
    {
        _recording = [.. recording];
        _length = length;
        _from = from;
    }

    /// <inheritdoc/>
    public Arrival Next()
    {
        if (_recording.Length == 0) return new(SimTime.MaxValue, -1, 0, SimDuration.Zero);
        var arrival = _recording[_taken % _recording.Length];
        var round = _taken++ / _recording.Length;
        return arrival with { At = _from + (arrival.At - SimTime.Zero) + (_length * round) };
    }
}
