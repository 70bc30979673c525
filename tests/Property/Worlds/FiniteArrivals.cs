using GmpSim.Engine;
using GmpSim.Load;

namespace GmpSim.Tests.Property.Worlds;

/// <summary>A number of random arrivals, and then no more.</summary>
internal sealed class FiniteArrivals(int count, SimDuration meanGap, RandomStream stream) : IArrivals
{
    private readonly ExponentialDistribution _gap = new(meanGap);
    private SimTime _last;
    private int _left = count;

    public Arrival Next()
    {
        if (_left-- <= 0) return new(SimTime.MaxValue, -1, 0, SimDuration.Zero);
        _last += _gap.Sample(stream);
        return new(_last, -1, 100, SimDuration.Zero);
    }
}
