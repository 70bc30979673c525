using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Bursty arrivals: bursts form a Poisson process, and the requests of a burst arrive at one instant (batch Poisson).</summary>
public sealed class BurstyArrivals(double ratePerSecond, int burst, SimTime from, int requestBytes, RandomStream stream) : IArrivals
{
    private readonly Distribution _gap = new ExponentialDistribution(SimDuration.RoundedFromPicoseconds(1e12 * burst / ratePerSecond));
    private SimTime _last = from;
    private int _left;

    /// <inheritdoc/>
    public Arrival Next()
    {
        if (_left == 0)
        {
            _last += _gap.Sample(stream);
            _left = burst;
        }

        _left--;
        return new(_last, -1, requestBytes, SimDuration.Zero);
    }
}
