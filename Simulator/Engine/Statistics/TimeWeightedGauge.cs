namespace GmpSim.Engine;

/// <summary>A level that changes over time (a queue length, a number of threads) and its mean and maximum over a window.</summary>
public sealed class TimeWeightedGauge
{
    private Int128 _area;
    private SimTime _since;
    private SimTime _windowStart;

    /// <summary>The level now.</summary>
    public long Level { get; private set; }

    /// <summary>Highest level since the window began.</summary>
    public long Max { get; private set; }

    /// <summary>The level changes by <paramref name="change"/> at <paramref name="now"/>.</summary>
    public void Add(long change, SimTime now)
    {
        _area += (Int128)Level * (now - _since).Picoseconds;
        _since = now;
        Level += change;
        if (Level > Max) Max = Level;
    }

    /// <summary>Starts a new window with the present level.</summary>
    public void Restart(SimTime now)
    {
        _area = 0;
        _since = _windowStart = now;
        Max = Level;
    }

    /// <summary>Mean level over the window up to <paramref name="now"/>; 0 for an empty window.</summary>
    public double Mean(SimTime now)
    {
        var length = (now - _windowStart).Picoseconds;
        return length == 0 ? 0 : (double)(_area + ((Int128)Level * (now - _since).Picoseconds)) / length;
    }
}
