using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Counts what clients see, inside the measured window.</summary>
public sealed class LoadRecorder
{
    private readonly Int128[] _attribution = new Int128[LatencyClock.ComponentCount];
    private readonly List<double> _seriesSum = [];
    private readonly List<long> _seriesCount = [];
    private long _reused;
    private bool _measuring;
    private SimTime _windowStart;

    /// <summary>Requests completed in the window.</summary>
    public long Requests { get; private set; }

    /// <summary>Requests that were to begin in the window, of clients whose requests arrive whatever becomes of the others.</summary>
    public long Arrivals { get; private set; }

    /// <summary>Share of the requests that used a connection which had served one before; <see langword="null"/> without requests.</summary>
    public double? ReusedShare => Requests == 0 ? null : _reused / (double)Requests;

    /// <summary>Time to connect, of the connections made for a request in the window.</summary>
    public Histogram ConnectTime { get; } = new();

    /// <summary>Requests that failed in the window.</summary>
    public long Errors { get; private set; }

    /// <summary>Connections that clients reset in the window, because an answer did not come.</summary>
    public long Resets { get; private set; }

    /// <summary>Latency of the requests completed in the window.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>Width of a bin of the latency series that warm-up detection looks at; zero for no series.</summary>
    public SimDuration SeriesBin { get; set; }

    /// <summary>Counts by itself what clients see, in the window and before it, for whoever looks from time to time; <see langword="null"/> where nobody does.</summary>
    public LoadPeriod? Period { get; set; }

    /// <summary>Keeps some requests step by step; <see langword="null"/> for none.</summary>
    public RequestSampler? Sampler { get; init; }

    /// <summary>Begins the window: everything so far is forgotten.</summary>
    public void BeginWindow(SimTime now)
    {
        _measuring = true;
        _windowStart = now;
        Requests = 0;
        Arrivals = 0;
        Errors = 0;
        Resets = 0;
        _reused = 0;
        ConnectTime.Clear();
        Latency.Clear();
        Sampler?.Restart();
        Array.Clear(_attribution);
    }

    /// <summary>Time that the measured requests spent in one component, in picoseconds.</summary>
    public Int128 Attribution(LatencyComponent component) => _attribution[(int)component];

    /// <summary>Mean latency [ps] of each bin since the window began; an empty bin repeats its predecessor.</summary>
    public IReadOnlyList<double> LatencySeries()
    {
        var series = new double[_seriesSum.Count];
        for (var i = 0; i < series.Length; i++)
            series[i] = _seriesCount[i] > 0 ? _seriesSum[i] / _seriesCount[i] : i > 0 ? series[i - 1] : 0;
        return series;
    }

    /// <summary>A request arrives.</summary>
    internal void Offered()
    {
        Period?.Offered();
        if (_measuring) Arrivals++;
    }

    /// <summary>A connection has been made for a request.</summary>
    /// <param name="took">Time from the beginning of the connect until it is established.</param>
    internal void Connected(SimDuration took)
    {
        if (_measuring) ConnectTime.Record(took);
    }

    /// <summary>A client has given up a request and reset its connection.</summary>
    internal void GivenUp()
    {
        Period?.Failed();
        if (!_measuring) return;
        Errors++;
        Resets++;
    }

    /// <summary>The server has closed the connection instead of answering a request.</summary>
    internal void Failed()
    {
        Period?.Failed();
        if (_measuring) Errors++;
    }

    internal void Completed(Request request, SimTime at)
    {
        var clock = request.Clock;
        var latency = clock.Finish(at);
        Period?.Completed(latency, clock[LatencyComponent.Pool]);
        if (!_measuring) return;
        Requests++;
        if (request.IsReuse) _reused++;
        Latency.Record(latency);
        for (var i = 0; i < _attribution.Length; i++) _attribution[i] += clock[(LatencyComponent)i].Picoseconds;
        Sampler?.Offer(clock, at);
        if (SeriesBin > SimDuration.Zero) AddToSeries(at, latency);
    }

    private void AddToSeries(SimTime at, SimDuration latency)
    {
        var bin = (int)((at - _windowStart).Picoseconds / SeriesBin.Picoseconds);
        while (_seriesSum.Count <= bin)
        {
            _seriesSum.Add(0);
            _seriesCount.Add(0);
        }

        _seriesSum[bin] += latency.Picoseconds;
        _seriesCount[bin]++;
    }
}
