using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Tests.Unit.Batch;

/// <summary>Runs a single-server queue on the real engine: arrivals at the rate of the first client, service uniform up to 2 ms.</summary>
internal sealed class QueueExecutor : IRunExecutor
{
    private readonly List<RunRequest> _requests = [];

    /// <summary>Every run asked for so far, in the order of asking.</summary>
    internal IReadOnlyList<RunRequest> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>Called before each run, on its thread.</summary>
    internal Action<RunRequest> BeforeRun { get; init; } = _ => { };

    /// <summary>Takes the place of every run's own seed, so that all replications are the same run.</summary>
    internal ulong? OnlySeed { get; init; }

    public RunRecord Execute(RunRequest request, CancellationToken cancel)
    {
        lock (_requests) _requests.Add(request);
        BeforeRun(request);
        cancel.ThrowIfCancellationRequested();
        return RunQueue(request with { Seed = OnlySeed ?? request.Seed }, (_, _) => { });
    }

    public PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel)
    {
        lock (_requests) _requests.Add(request);
        var completions = new double[request.Point.Setup.Run.Duration.Picoseconds / bin.Picoseconds];
        RunQueue(request, (at, _) => completions[Math.Min(completions.Length - 1, at.Picoseconds / bin.Picoseconds)]++);
        return new(bin, [new("completions", completions)]);
    }

    private static RunRecord RunQueue(RunRequest request, Action<SimTime, SimDuration> completed)
    {
        var setup = request.Point.Setup;
        var simulation = new Simulation(new QuaternaryHeap(), request.Seed);
        var queue = new SingleServer(simulation, setup.Workload.Clients[0].RatePerSecond, SimTime.Zero + request.Warmup, completed);
        simulation.RunUntil(SimTime.Zero + request.Warmup + setup.Run.Duration);

        var values = new double?[Metrics.All.Count];
        values[Metrics.Requests.Index] = queue.Latency.Count;
        values[Metrics.ThroughputRps.Index] = queue.Latency.Count / setup.Run.Duration.Seconds;
        values[Metrics.LatencyMeanUs.Index] = queue.Latency.MeanPicoseconds / 1e6;
        values[Metrics.SimEvents.Index] = simulation.EventCount;
        return new()
        {
            Scenario = request.Scenario,
            Point = request.Point.Coordinates,
            Replication = request.Replication,
            Seed = request.Seed,
            Digest = simulation.Digest,
            Values = values,
            Latency = queue.Latency,
            SkewByP = [],
            Attribution = [new("waiting", queue.Latency.SumPicoseconds - queue.Served), new("service", queue.Served)],
        };
    }

    private sealed class SingleServer : IEventReceiver
    {
        private const byte Arrival = 0;
        private const byte Departure = 1;

        private readonly Simulation _simulation;
        private readonly RandomStream _arrivals;
        private readonly RandomStream _services;
        private readonly Queue<SimTime> _waiting = [];
        private readonly double _meanGapPs;
        private readonly SimTime _measureFrom;
        private readonly Action<SimTime, SimDuration> _completed;
        private readonly int _self;
        private SimDuration _service;

        internal SingleServer(Simulation simulation, double ratePerSecond, SimTime measureFrom, Action<SimTime, SimDuration> completed)
        {
            _simulation = simulation;
            _arrivals = simulation.Stream("arrivals");
            _services = simulation.Stream("services");
            _meanGapPs = 1e12 / ratePerSecond;
            _measureFrom = measureFrom;
            _completed = completed;
            _self = simulation.Register(this);
            simulation.ScheduleAfter(Gap(), _self, Arrival);
        }

        public string Name => "server";

        internal Histogram Latency { get; } = new();

        internal Int128 Served { get; private set; }

        public void Receive(in SimEvent occurrence)
        {
            if (occurrence.Code == Arrival) OnArrival();
            else OnDeparture();
        }

        private void OnArrival()
        {
            _waiting.Enqueue(_simulation.Now);
            if (_waiting.Count == 1) Serve();
            _simulation.ScheduleAfter(Gap(), _self, Arrival);
        }

        private void OnDeparture()
        {
            var arrived = _waiting.Dequeue();
            _completed(_simulation.Now, _simulation.Now - arrived);
            if (arrived >= _measureFrom)
            {
                Latency.Record(_simulation.Now - arrived);
                Served += _service.Picoseconds;
            }

            if (_waiting.Count > 0) Serve();
        }

        private void Serve()
        {
            _service = SimDuration.RoundedFromPicoseconds(_services.NextUnit() * 2e9);
            _simulation.ScheduleAfter(_service, _self, Departure);
        }

        private SimDuration Gap() => SimDuration.RoundedFromPicoseconds(_arrivals.NextUnit() * 2 * _meanGapPs);
    }
}
