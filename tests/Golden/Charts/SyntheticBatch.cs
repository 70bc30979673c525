using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Tests.Golden.Charts;

/// <summary>Made-up results that look like real ones. Only arithmetic that is exact on every machine, so that golden files hold everywhere.</summary>
internal static class SyntheticBatch
{
    private static readonly string[] s_components =
        ["running", "local-queue", "global-queue", "poll-wait", "wake-up", "thread-wait", "network", "syscall", "lock"];

    public static BatchResult Batch { get; } = new("Made-up results", Scenarios(), Manifest());

    private static ScenarioResult[] Scenarios() =>
    [
        Scenario("keep-alive", "HTTP keep-alive, 1000 connections: does a netpoller per P help?", "an article, table 1",
            [.. from p in new[] { "1", "2", "4", "8" } from n in new[] { "per-p", "shared" } select Point(("gomaxprocs", p), ("netpoller", n))],
            [Verdict("keep-alive", "A1", VerdictOutcome.NotReproduced), Verdict("keep-alive", "A2", VerdictOutcome.Reproduced), Verdict("keep-alive", "A3", VerdictOutcome.DirectionOnly)]),
        Scenario("p-count", "One line only.", "", [.. new[] { "1", "2", "3", "4", "6", "8" }.Select(p => Point(("gomaxprocs", p)))], []),
        Scenario("large", "Many Ps and many netpollers.", "",
            [.. from p in new[] { "1", "2", "4", "8", "16", "32", "64" } from n in Enumerable.Range(1, 12) select Point(("gomaxprocs", p), ("shards", $"s{n}"))], []),
        Scenario("wide", "A machine with 64 Ps.", "", [Point(("gomaxprocs", "64"))], []),
        Scenario("netpollers", "Nothing numeric is swept.", "",
            [Point(("netpoller", "shared")), Point(("netpoller", "per-p")), Point(("netpoller", "{topology: sharded, shards: 8, trigger: edge, rebind_on_migrate: true}"))], []),
        Scenario("rates", "An open client at rising rates.", "", [.. new[] { "5k/s", "10k/s", "20k/s", "40k/s" }.Select(r => Point(("rate", r)))], []),
        Scenario("single", "One point & <no> sweep.", "", [Point()], []),
        Scenario("unfinished", "Nothing ran.", "", [new PointResult([], [])], [Verdict("unfinished", "U1", VerdictOutcome.Undecided)]),
    ];

    private static ScenarioResult Scenario(string name, string about, string source, IReadOnlyList<PointResult> points, IReadOnlyList<Verdict> verdicts) => new()
    {
        Name = name,
        About = about,
        Source = source,
        Plots = [],
        Points = [.. points.Select(p => p with { Runs = [.. p.Runs.Select(r => r with { Scenario = name })] })],
        Verdicts = verdicts,
    };

    private static PointResult Point(params (string Name, string Value)[] coordinates)
    {
        Coordinate[] point = [.. coordinates.Select(c => new Coordinate(c.Name is "rate" ? "workload.rate" : $"runtime.{c.Name}", c.Name, c.Value))];
        var processors = coordinates.Where(c => c.Name == "gomaxprocs").Select(c => int.Parse(c.Value)).FirstOrDefault(4);
        var variant = PointLabel.Format(point).Sum(c => c) % 7;
        return new(point, [.. Enumerable.Range(0, 5).Select(r => Run(point, processors, variant, r))]);
    }

    private static RunRecord Run(Coordinate[] point, int processors, int variant, int replication)
    {
        var stream = new RandomStream((ulong)replication + 1, PointLabel.Format(point));
        var (latency, skew) = (new Histogram(), new Histogram[processors]);
        for (var i = 0; i < 4000; i++) latency.Record(Draw(stream, 60_000_000 + (4_000_000 * variant) + (240_000_000 / processors)));
        for (var p = 0; p < processors; p++)
        {
            skew[p] = new Histogram();
            var wakeups = p == 0 ? 3000 : 200 + stream.NextBelow(1500);
            for (var i = 0; i < wakeups; i++) skew[p].Record(Draw(stream, (2 + variant + p + processors) * 1_000_000L));
        }

        var throughput = 9000 * (Math.Sqrt(processors) + (0.1 * variant)) * (0.97 + (0.06 * stream.NextUnit()));
        return new()
        {
            Scenario = "",
            Point = point,
            Replication = replication,
            Seed = (ulong)replication + 1,
            Digest = stream.NextBits(),
            Values = Values(throughput, latency, skew),
            Latency = latency,
            SkewByP = skew,
            Attribution = Attribution(latency.SumPicoseconds, variant),
            CoreTimes = CoreTimes(processors, variant, replication),
        };
    }

    private static double?[] Values(double throughput, Histogram latency, Histogram[] skew)
    {
        var values = new double?[Metrics.All.Count];
        var all = new Histogram();
        foreach (var histogram in skew) all.Merge(histogram);
        values[Metrics.Requests.Index] = latency.Count;
        values[Metrics.ThroughputRps.Index] = throughput;
        values[Metrics.LatencyMeanUs.Index] = latency.MeanPicoseconds / 1e6;
        values[Metrics.LatencyP50Us.Index] = latency.Quantile(0.5).Microseconds;
        values[Metrics.LatencyP95Us.Index] = latency.Quantile(0.95).Microseconds;
        values[Metrics.LatencyP99Us.Index] = latency.Quantile(0.99).Microseconds;
        values[Metrics.LatencyP999Us.Index] = latency.Quantile(0.999).Microseconds;
        values[Metrics.SkewMeanUs.Index] = all.MeanPicoseconds / 1e6;
        values[Metrics.SkewP99Us.Index] = all.Quantile(0.99).Microseconds;
        values[Metrics.SkewEntropy.Index] = 1 - (1.0 / (1 + skew.Length));
        values[Metrics.CpuUtilisation.Index] = 0.42;
        return values;
    }

    /// <summary>Most draws near the base, a few far above: a tail like that of queues, by one division.</summary>
    private static SimDuration Draw(RandomStream stream, long basePicoseconds) =>
        SimDuration.RoundedFromPicoseconds(basePicoseconds * (0.3 + (stream.NextUnit() * stream.NextUnit()) + (0.02 / (stream.NextUnit() + 0.002))));

    private static List<AttributionShare> Attribution(Int128 sum, int variant)
    {
        int[] parts = [30, 12 + variant, 5, 9, 7 - variant, 4, 20, 2, 1];
        var shares = new List<AttributionShare>();
        var left = sum;
        foreach (var (index, component) in s_components.Index())
        {
            var part = index == s_components.Length - 1 ? left : sum * parts[index] / parts.Sum();
            shares.Add(new(component, part));
            left -= part;
        }

        return shares;
    }

    private static List<CoreTime> CoreTimes(int cores, int variant, int replication)
    {
        string[] uses = ["program", "runtime", "line-wait", "kernel", "interrupt", "switch", "idle"];
        var times = new List<CoreTime>();
        for (var core = 0; core < cores; core++)
        {
            long[] parts = [30 - core % 7, 9, variant, 25 + replication, core % 3, 4, 40 + (core % 11)];
            times.AddRange(uses.Zip(parts, (use, part) => new CoreTime(core, use, SimDuration.FromNanoseconds(1_000_000_000 * part / parts.Sum()))));
        }

        return times;
    }

    private static Verdict Verdict(string scenario, string id, VerdictOutcome outcome) => new()
    {
        Scenario = scenario,
        Id = id,
        Claim = "GOMAXPROCS=1 serves 37 % more than 4",
        Expected = "1.37",
        Observed = outcome == VerdictOutcome.Undecided ? null : 0.512345,
        Ci95Low = outcome == VerdictOutcome.Undecided ? null : 0.49,
        Ci95High = outcome == VerdictOutcome.Undecided ? null : 0.53,
        Kind = "ratio",
        Outcome = outcome,
        Why = outcome == VerdictOutcome.Undecided ? "throughput_rps is empty at gomaxprocs=1" : "0.51 is outside 1.37 ± 10 %; intervals are paired",
    };

    private static ManifestFacts Manifest() => new()
    {
        ToolVersion = "0.1.0",
        Files = [new("scenarios.yaml", new string('a', 64))],
        Machines =
        [
            new("generic-x86", "1 socket, 1 last-level cache, 8 cores", ["keep-alive", "p-count"],
            [
                new("kernel.context_switch", SimDuration.FromNanoseconds(900), "direct cost of a switch between two threads of one process on one core"),
                new("kernel.syscall", SimDuration.FromNanoseconds(100), "null system call, mitigations on; assumed, plausible range 50-400 ns"),
            ]),
        ],
        Seeds = [new("keep-alive", 1)],
        CommandLine = "gmpsim run scenarios.yaml --seed 1",
        Assumptions = [new("not modelled", "Interrupts of other devices."), new("kernel", "Timer slack is 50 µs, as Linux sets it."), new("not modelled", "Frequency scaling.")],
    };
}
