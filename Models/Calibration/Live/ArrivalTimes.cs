using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>Times at which requests or signals are due [ns].</summary>
internal sealed class ArrivalTimes
{
    private readonly Distribution? _gap;
    private readonly int _burst;
    private readonly RandomStream _stream;
    private long _last;
    private long _rest;
    private int _left;

    /// <summary>The times of one thread of a client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="seed">Root of the random numbers.</param>
    /// <param name="number">Number of the thread among those of all clients.</param>
    /// <param name="from">Time of the clock from which on they are due [ns].</param>
    internal ArrivalTimes(LiveClient client, ulong seed, int number, long from)
    {
        _burst = client.Arrivals == LiveArrivals.Bursty ? client.Burst : 1;
        _last = from;
        _stream = new(seed, "live/arrivals", (ulong)number);
        if (!double.IsFinite(client.RatePerSecond)) return;
        var gap = SimDuration.RoundedFromPicoseconds(1e12 * _burst * client.Threads / client.RatePerSecond);
        _gap = client.Arrivals == LiveArrivals.Uniform ? new ConstantDistribution(gap) : new ExponentialDistribution(gap);
    }

    /// <summary>The next time; 0 for at once.</summary>
    internal long Next()
    {
        if (_gap is null) return 0;
        if (_left == 0)
        {
            // Picoseconds that make no whole nanosecond are kept, or a fast rate would run ahead.
            var gap = _gap.Sample(_stream).Picoseconds + _rest;
            _last += gap / 1000;
            _rest = gap % 1000;
            _left = _burst;
        }

        _left--;
        return _last;
    }
}
