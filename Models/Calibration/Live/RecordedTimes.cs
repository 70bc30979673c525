namespace GmpSim.Calibration.Live;

/// <summary>A thread's part of a recording, over and over: connections are dealt over the threads.</summary>
internal sealed class RecordedTimes
{
    private readonly LiveArrival[] _arrivals;
    private readonly long _length;
    private readonly long _from;
    private long _taken;

    /// <summary>The part of one thread.</summary>
    /// <param name="client">The client.</param>
    /// <param name="thread">Number of the thread among the client's.</param>
    /// <param name="from">Time of the clock at which the recording begins [ns].</param>
    internal RecordedTimes(LiveClient client, int thread, long from)
    {
        _arrivals = [.. client.Recording.Where(arrival => arrival.Connection % client.Threads == thread).Select(arrival => arrival with { Connection = arrival.Connection / client.Threads })];
        _length = client.RecordingLength.WholeNanoseconds;
        _from = from;
    }

    /// <summary>The next request, due at a time of the clock; after the last the recording starts over.</summary>
    internal LiveArrival Next()
    {
        if (_arrivals.Length == 0) return new(long.MaxValue, -1, 1, 0);
        var arrival = _arrivals[_taken % _arrivals.Length];
        var round = _taken++ / _arrivals.Length;
        return arrival with { AtNs = _from + arrival.AtNs + (round * _length) };
    }
}
