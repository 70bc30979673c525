using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>What clients have seen since somebody looked last.</summary>
public sealed class LoadPeriod
{
    private Int128 _latency;
    private Int128 _poolWait;

    /// <summary>Requests that arrived.</summary>
    public long Arrivals { get; private set; }

    /// <summary>Requests that were answered.</summary>
    public long Requests { get; private set; }

    /// <summary>Requests that failed.</summary>
    public long Errors { get; private set; }

    /// <summary>Mean latency of the requests that were answered; <see langword="null"/> without any.</summary>
    public SimDuration? MeanLatency => MeanOf(_latency);

    /// <summary>How long each of them has waited for items of pools, on average; <see langword="null"/> without any.</summary>
    public SimDuration? MeanPoolWait => MeanOf(_poolWait);

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        (Arrivals, Requests, Errors) = (0, 0, 0);
        (_latency, _poolWait) = (0, 0);
    }

    internal void Offered() => Arrivals++;

    internal void Failed() => Errors++;

    internal void Completed(SimDuration latency, SimDuration poolWait)
    {
        Requests++;
        _latency += latency.Picoseconds;
        _poolWait += poolWait.Picoseconds;
    }

    private SimDuration? MeanOf(Int128 sum) => Requests == 0 ? null : SimDuration.FromPicoseconds((long)(sum / Requests));
}
