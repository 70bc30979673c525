using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

/// <summary>Small results with figures that can be worked out by hand.</summary>
internal static class TestBatch
{
    public static BatchResult Of(params ScenarioResult[] scenarios) => new("Small", scenarios, new()
    {
        ToolVersion = "0.1.0",
        Files = [new("a.yaml", "00ff")],
        Machines = [new("tiny", "1 core", ["a"], [new("kernel.syscall", SimDuration.FromPicoseconds(1250), "a guess, \"quoted\"")])],
        Seeds = [new("a", ulong.MaxValue)],
        CommandLine = "gmpsim run a.yaml",
        Assumptions = [new("kernel", "Timer slack is 50 µs.")],
    });

    public static ScenarioResult Scenario(string name, params PointResult[] points) => new()
    {
        Name = name,
        About = "About, with a comma",
        Source = "",
        Plots = [],
        Points = points,
        Verdicts = [],
    };

    public static PointResult Point((string Name, string Value)[] coordinates, params RunRecord[] runs)
    {
        Coordinate[] point = [.. coordinates.Select(c => new Coordinate($"runtime.{c.Name}", c.Name, c.Value))];
        return new(point, [.. runs.Select((r, i) => r with { Point = point, Replication = i })]);
    }

    public static RunRecord Run(double? throughput = null, long[]? latencyPs = null, long[][]? skewPs = null, (string Component, long Ps)[]? parts = null)
    {
        var values = new double?[Metrics.All.Count];
        values[Metrics.ThroughputRps.Index] = throughput;
        return new()
        {
            Scenario = "a",
            Point = [],
            Replication = 0,
            Seed = 1,
            Digest = 0xab,
            Values = values,
            Latency = Filled(latencyPs ?? []),
            SkewByP = [.. (skewPs ?? []).Select(Filled)],
            Attribution = [.. (parts ?? []).Select(p => new AttributionShare(p.Component, p.Ps))],
        };
    }

    private static Histogram Filled(long[] picoseconds)
    {
        var histogram = new Histogram();
        foreach (var value in picoseconds) histogram.Record(SimDuration.FromPicoseconds(value));
        return histogram;
    }
}
