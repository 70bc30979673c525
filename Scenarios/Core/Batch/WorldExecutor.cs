using System.Text.Json;
using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Scenarios.Batch;

/// <summary>Simulates runs in the world that a scenario point describes.</summary>
public sealed class WorldExecutor : IRunExecutor
{
    /// <summary>A check walks over every goroutine; at every event it would make a run of a thousand connections thousands of times slower.</summary>
    private const int CheckEveryEvents = 16;

    /// <inheritdoc/>
    public RunRecord Execute(RunRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var world = BuildFor(request, new() { SchedTrace = request.Options.SchedTrace?.Wish, SamplesRequests = request.Replication == 0 });
        var trace = request.Options.TraceFile is null ? null : TraceRecorder.OfAll();
        world.Simulation.Observer = trace is null && request.Options.CheckInvariants ? CheckerOf(world) : trace;
        var values = world.Run(request.Warmup, request.Point.Setup.Run.Duration, cancel);
        if (world.SchedTrace is { } lines) AtomicFile.Write(request.Options.SchedTrace!.FileOf(request), lines.ToString());
        if (trace is not null) WriteTrace(trace, world.Simulation, request.Options.TraceFile!);
        return new()
        {
            Scenario = request.Scenario,
            Point = request.Point.Coordinates,
            Replication = request.Replication,
            Seed = request.Seed,
            Digest = world.Simulation.Digest,
            Values = values,
            Latency = world.Recorder.Latency,
            SkewByP = world.Skew,
            Attribution = AttributionOf(world),
            CoreTimes = world.CoreTimes,
            Replicas = world.Cluster?.Samples ?? [],
            Traces = world.Recorder.Sampler?.Traces ?? [],
            RuntimeMetrics = world.HasGo && world.Cluster is null ? RuntimeMetricsReader.Read(world.Process, request.Point.Setup.Run.Duration) : [],
        };
    }

    /// <inheritdoc/>
    public PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var world = BuildFor(request);
        world.Recorder.SeriesBin = bin;
        var duration = request.Point.Setup.Run.Duration;
        world.Run(SimDuration.Zero, duration, cancel);

        // A quiet end leaves the last bins out; they repeat their predecessor like every empty bin.
        var bins = (int)(duration.Picoseconds / bin.Picoseconds);
        var recorded = world.Recorder.LatencySeries();
        var series = Enumerable.Range(0, bins).Select(i => recorded.Count == 0 ? 0 : recorded[Math.Min(i, recorded.Count - 1)]);
        return new(bin, [new("mean latency", [.. series])]);
    }

    private static World BuildFor(RunRequest request, WorldVariant? variant = null) =>
        World.Build(request.Point.Setup, request.Seed, PendingEventSets.Create(request.Options.Queue), variant);

    private static IEventObserver CheckerOf(World world) =>
        world.Cluster is { } cluster ? new ClusterChecker(cluster, CheckEveryEvents)
        : world.HasGo ? new InvariantChecker(world.Process, CheckEveryEvents) : new MachineChecker(world.Host, CheckEveryEvents);

    private static void WriteTrace(TraceRecorder trace, Simulation simulation, string file) => AtomicFile.Write(file, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        trace.WriteCsv(writer, simulation);
    });

    private static List<AttributionShare> AttributionOf(World world) => world.Recorder.Latency.Count == 0
        ? []
        : [.. Enum.GetValues<LatencyComponent>().Select(c => new AttributionShare(JsonNamingPolicy.KebabCaseLower.ConvertName(c.ToString()), world.Recorder.Attribution(c)))];
}
