using GmpSim.Calibration.Golang;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Calibration.Golang;

public sealed class GoReportTests
{
    private const string Line =
        """{"version":"go1.19.8","port":4711,"at_ns":2000000000,"cpu_ns":1500000000,"gomaxprocs":4,"goroutines":9,"gc_cycles":1,"tasks_ns":[250,300],"sched_latencies":{"low_ns":[0,64,1024],"high_ns":[64,128,1280],"count":[10,0,30]}}""";

    private static readonly SchedulingLatencies s_ten = new([new(0, 64, 10)]);

    [Test]
    public void A_line_of_the_program_says_what_it_has_done()
    {
        var report = GoReport.Parse(Line);

        Assert.That((report.Version, report.Port, report.AtNs, report.CpuNs, report.Gomaxprocs, report.GcCycles), Is.EqualTo(("go1.19.8", 4711, 2_000_000_000L, 1_500_000_000L, 4, 1L)));
        Assert.That(report.TasksNs, Is.EqualTo(new[] { 250, 300 }));
        Assert.That(report.Latencies.Buckets, Is.EqualTo(new RuntimeMetricBucket[] { new(0, 64, 10), new(64, 128, 0), new(1024, 1280, 30) }));
    }

    [TestCase("")]
    [TestCase("panic: runtime error")]
    [TestCase("""{"version":"go1.19.8"}""")]
    public void Anything_else_is_an_error_that_shows_the_line(string line) =>
        Assert.That(() => GoReport.Parse(line), Throws.TypeOf<InvalidDataException>().With.Message.Contains(line));

    [Test]
    public void Go_writes_null_for_an_empty_list() => Assert.That(GoReport.Parse(Line.Replace("[250,300]", "null", StringComparison.Ordinal)).TasksNs, Is.Empty);

    [Test]
    public void Of_two_looks_the_difference_is_what_happened_between()
    {
        var later = new SchedulingLatencies([new(0, 64, 10), new(64, 128, 5), new(1024, 1280, 3)]);

        Assert.That(later.Since(s_ten).Buckets, Is.EqualTo(new RuntimeMetricBucket[] { new(64, 128, 5), new(1024, 1280, 3) }));
    }

    [TestCase(0, 0)]
    [TestCase(0.25, 32, TestName = "Half of the first bucket's samples lie below its middle")]
    [TestCase(0.5, 64)]
    [TestCase(0.75, 1152)]
    [TestCase(1, 1280)]
    public void A_quantile_spreads_the_samples_of_a_bucket_evenly(double fraction, double nanoseconds) =>
        Assert.That(new SchedulingLatencies([new(0, 64, 10), new(1024, 1280, 10)]).Quantile(fraction), Is.EqualTo(nanoseconds).Within(1e-9));

    [Test]
    public void Without_samples_there_is_no_quantile() => Assert.That(s_ten.Since(s_ten).Quantile(0.5), Is.Null);

    [Test]
    public void A_bucket_without_an_upper_end_counts_as_its_lower_one() =>
        Assert.That(new SchedulingLatencies([new(4096, null, 1)]).Quantile(0.99), Is.EqualTo(4096));

    [Test]
    public void A_threads_switches_stand_in_its_status_file() =>
        Assert.That(
            ThreadCounts.Parse(["Name:\tworker", "Threads:\t7", "voluntary_ctxt_switches:\t1234", "nonvoluntary_ctxt_switches:\t56"]),
            Is.EqualTo(new ThreadCounts(1, 1234, 56)));

    [Test]
    public void A_CPU_is_busy_when_it_is_neither_idle_nor_waiting_for_a_disk() =>
        Assert.That(
            CpuTimes.BusySeconds(["cpu  9 9 9 9 9 9 9 9 9 9", "cpu0 100 20 30 5000 700 1 2 47 8 9", "cpu1 50 0 0 1 0 0 0 0 0 0", "cpu10 1 1 1 1 1 1 1 1 1 1", "intr 1 2 3"], [0, 1]),
            Is.EqualTo(2.5));
}
