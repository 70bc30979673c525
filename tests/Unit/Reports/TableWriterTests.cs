using GmpSim.Engine;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class TableWriterTests : FolderTests
{
    [Test]
    public void Runtime_metrics_are_means_of_values_and_sums_of_buckets_in_seconds()
    {
        RuntimeMetricValue[] Metrics(double value, long count) =>
            [new("/sched/goroutines:goroutines", value, []), new("/sched/latencies:seconds", null, [new(null, 0, 1), new(64, 128, count), new(1L << 47, null, 2)])];
        var runs = new[] { TestBatch.Run() with { RuntimeMetrics = Metrics(3, 5) }, TestBatch.Run() with { RuntimeMetrics = Metrics(6, 7) } };
        Write(TestBatch.Scenario("a", TestBatch.Point([("gomaxprocs", "1")], runs)));

        Assert.That(Lines("runtime-metrics.csv"), Is.EqualTo(new[]
        {
            "scenario,point,metric,bucket_low,bucket_high,count,value",
            "a,gomaxprocs=1,/sched/goroutines:goroutines,,,,4.5",
            "a,gomaxprocs=1,/sched/latencies:seconds,-Inf,0,2,",
            "a,gomaxprocs=1,/sched/latencies:seconds,0.000000064,0.000000128,12,",
            "a,gomaxprocs=1,/sched/latencies:seconds,140737.488355328,+Inf,4,",
        }));
    }

    [Test]
    public void Point_columns_are_all_coordinates_of_the_batch_in_the_order_they_first_appear()
    {
        Write(
            TestBatch.Scenario("a", TestBatch.Point([("gomaxprocs", "4")], TestBatch.Run(1))),
            TestBatch.Scenario("b", TestBatch.Point([("netpoller", "per-p"), ("gomaxprocs", "2")], TestBatch.Run(2))));

        var lines = Lines("runs.csv");
        Assert.That(lines[0], Does.StartWith("scenario,gomaxprocs,netpoller,replication,seed,digest,requests,throughput_rps,offered_rps,errors,"));
        Assert.That(lines[1], Does.StartWith("a,4,,0,1,00000000000000ab,,1,,"));
        Assert.That(lines[2], Does.StartWith("b,2,per-p,0,1,00000000000000ab,,2,,"));
        Assert.That(lines[0].Split(',')[6..], Is.EqualTo(Metrics.All.Select(m => m.Name)));
    }

    [Test]
    public void A_summary_row_holds_the_estimate_of_one_metric()
    {
        Write(TestBatch.Scenario("a", TestBatch.Point([("gomaxprocs", "4"), ("netpoller", "per-p")], TestBatch.Run(10), TestBatch.Run(12), TestBatch.Run(14))));
        Assert.That(Lines("summary.csv"), Is.EqualTo(new[]
        {
            "scenario,point,metric,unit,n,mean,sd,ci95_low,ci95_high,min,max",
            "a,gomaxprocs=4;netpoller=per-p,throughput_rps,1/s,3,12,2,7.0317245765,16.9682754235,10,14",
        }));
    }

    [Test]
    public void A_value_that_is_not_finite_is_written_as_empty()
    {
        Write(TestBatch.Scenario("a", TestBatch.Point([], TestBatch.Run(double.NaN), TestBatch.Run(double.PositiveInfinity))));
        var metrics = Lines("runs.csv").Skip(1).SelectMany(l => l.Split(',').Skip(4));
        Assert.That(metrics, Is.All.Empty);
        Assert.That(Lines("summary.csv"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Skew_and_latency_rows_are_the_filled_buckets_in_nanoseconds()
    {
        // Below 128 ps a bucket is one picosecond wide; from 128 ps on two.
        Write(TestBatch.Scenario("a", TestBatch.Point([], TestBatch.Run(latencyPs: [100, 100, 129], skewPs: [[], [5]]))));
        Assert.That(Lines("latency.csv"), Is.EqualTo(new[] { "scenario,point,bucket_low_ns,bucket_high_ns,count", "a,,0.1,0.101,2", "a,,0.128,0.13,1" }));
        Assert.That(Lines("skew.csv"), Is.EqualTo(new[] { "scenario,point,p,bucket_low_ns,bucket_high_ns,count", "a,,1,0.005,0.006,1" }));
    }

    [Test]
    public void Attribution_sums_exactly_to_the_mean_latency_although_no_part_is_a_whole_number_of_picoseconds()
    {
        // Three requests, 1000 ps in all: the mean is 333 1/3 ps and is written as 0.333 ns; 100, 400 and 500 ps
        // of it are 33 1/3, 133 1/3 and 166 2/3 ps. Rounded down they miss a picosecond, and the last is nearest to one more.
        var run = TestBatch.Run(latencyPs: [200, 300, 500], parts: [("running", 100), ("queue", 400), ("network", 500)]);
        Write(TestBatch.Scenario("a", TestBatch.Point([], run)));
        Assert.That(Lines("attribution.csv"), Is.EqualTo(new[]
        {
            "scenario,point,component,mean_ns,share",
            "a,,running,0.033,0.1",
            "a,,queue,0.133,0.4",
            "a,,network,0.167,0.5",
        }));
    }

    [Test]
    public void Shares_of_thirds_sum_to_one_exactly()
    {
        var run = TestBatch.Run(latencyPs: [3000], parts: [("a", 1000), ("b", 1000), ("c", 1000)]);
        Write(TestBatch.Scenario("a", TestBatch.Point([], run)));
        Assert.That(Lines("attribution.csv")[1..].Select(l => l.Split(',')[^1]), Is.EqualTo(new[] { "0.333334", "0.333333", "0.333333" }));
    }

    [Test]
    public void What_a_core_did_is_a_mean_over_the_runs_that_sums_exactly_to_the_window()
    {
        // Two runs of 3 ps: the core computes 1 and 2 ps, so 1.5 of 3, and nothing is used that never occurs.
        RunRecord Run(long program) => TestBatch.Run() with { CoreTimes = [Time("program", program), Time("kernel", 0), Time("idle", 3 - program)] };
        Write(TestBatch.Scenario("a", TestBatch.Point([], Run(1), Run(2))));

        Assert.That(Lines("cores.csv"), Is.EqualTo(new[] { "scenario,point,core,use,mean_ns,share", "a,,5,program,0.002,0.5", "a,,5,idle,0.001,0.5" }));

        static CoreTime Time(string use, long picoseconds) => new(5, use, SimDuration.FromPicoseconds(picoseconds));
    }

    [Test]
    public void A_field_with_a_comma_a_quote_or_a_line_break_is_quoted()
    {
        var verdict = new Verdict
        {
            Scenario = "a",
            Id = "A1",
            Claim = "serves \"more\", always",
            Expected = "> 1",
            Observed = 1.5,
            Ci95Low = null,
            Ci95High = null,
            Kind = "direction",
            Outcome = VerdictOutcome.Undecided,
            Why = "one\ntwo",
        };
        Write(TestBatch.Scenario("a") with { Verdicts = [verdict] });
        Assert.That(Text("verdicts.csv"), Is.EqualTo(
            "scenario,id,claim,expected,observed,ci95_low,ci95_high,kind,verdict,why\n"
            + "a,A1,\"serves \"\"more\"\", always\",> 1,1.5,,,direction,undecided,\"one\ntwo\"\n"));
    }

    [Test]
    public void Files_have_no_byte_order_mark_no_carriage_return_and_leave_no_temporary_file_behind()
    {
        Write(TestBatch.Scenario("a", TestBatch.Point([("x", "µ")], TestBatch.Run(1))));
        foreach (var file in Directory.GetFiles(Folder))
        {
            Assert.That(File.ReadAllBytes(file)[0], Is.EqualTo((byte)'s'), file);
            Assert.That(File.ReadAllBytes(file), Does.Not.Contain((byte)'\r'), file);
        }

        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "attribution.csv", "cores.csv", "latency.csv", "runs.csv", "runtime-metrics.csv", "skew.csv", "summary.csv", "verdicts.csv",
        }));
    }

    private void Write(params ScenarioResult[] scenarios) => TableWriter.WriteAll(ResultTables.From(TestBatch.Of(scenarios)), Folder);

    private string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private string[] Lines(string file) => Text(file).TrimEnd('\n').Split('\n');
}
