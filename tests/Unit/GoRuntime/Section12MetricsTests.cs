using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Reference 12.3: the figures of runtime/metrics.</summary>
public sealed class Section12MetricsTests
{
    [Test]
    public void The_buckets_of_durations_end_where_Go_lets_them_end()
    {
        // timeHistogramMetricsBuckets, from 1.20: 0, 64, 128, 192 ns; then 2^k to 2^(k+1) in four, k from 8 to 46; then 2^47 ns.
        var expected = new List<long?> { null, 0, 64, 128, 192 };
        for (var k = 8; k <= 46; k++)
        {
            for (var part = 0; part < 4; part++) expected.Add((1L << k) + (part * (1L << k) / 4));
        }

        expected.Add(1L << 47);
        expected.Add(null);

        Assert.That(new TimeHistogram().BucketCount, Is.EqualTo(162));
        Assert.That(Enumerable.Range(0, 163).Select(TimeHistogram.LowNs), Is.EqualTo(expected));
    }

    [TestCase(-1, null, 0L)]
    [TestCase(0, 0L, 64L)]
    [TestCase(63, 0L, 64L)]
    [TestCase(64, 64L, 128L)]
    [TestCase(255, 192L, 256L)]
    [TestCase(256, 256L, 320L)]
    [TestCase(511, 448L, 512L)]
    [TestCase(512, 512L, 640L)]
    [TestCase(1_000_000, 917_504L, 1_048_576L)]
    [TestCase((1L << 47) - 1, 7L << 44, 1L << 47)]
    [TestCase(1L << 47, 1L << 47, null)]
    public void A_duration_falls_into_the_bucket_that_holds_it(long ns, long? low, long? high)
    {
        var histogram = new TimeHistogram();
        histogram.Record(SimDuration.FromNanoseconds(ns));

        var bucket = Enumerable.Range(0, histogram.BucketCount).Single(index => histogram[index] == 1);
        Assert.That((TimeHistogram.LowNs(bucket), TimeHistogram.LowNs(bucket + 1)), Is.EqualTo((low, high)));
    }

    [Test]
    public void Every_eighth_departure_is_followed_and_the_sample_is_distributed_as_the_whole()
    {
        var go = Busy(minor: 26, goroutines: 40, rounds: 2_000);
        var exact = go.Process.Counters.SchedLatency;
        var sampled = go.Process.Metrics.SchedLatencies;

        Assert.That(sampled.Total, Is.EqualTo(exact.Count / 8.0).Within(1).Percent);
        for (var bucket = 0; bucket < sampled.BucketCount; bucket++)
        {
            var share = sampled[bucket] / (double)sampled.Total;
            // Six standard deviations of a share; the exact histogram's own buckets are at most 1 % wide.
            Assert.That(share, Is.EqualTo(ShareBelow(exact, bucket + 1) - ShareBelow(exact, bucket)).Within((6 * Math.Sqrt(0.25 / sampled.Total)) + 0.01), $"bucket from {TimeHistogram.LowNs(bucket)} ns");
        }
    }

    [TestCase(25, true)]
    [TestCase(26, false)]
    public void Up_to_1_25_a_system_call_that_returns_counts_as_a_start_without_delay(int minor, bool counts)
    {
        var go = new GoStage(ps: 1, options => options with { Rules = new(minor), Sysmon = false });
        go.Run(async (m, _) =>
        {
            await m.Thread.Settle();
            go.Process.RestartMetrics();
            for (var call = 0; call < 80; call++) go.Process.NonBlockingSyscall(m);
            return RunOutcome.Exited;
        });

        Assert.That(go.Process.Metrics.SchedLatencies[1], Is.EqualTo(counts ? 10 : 0), "durations of 0 ns");
    }

    [TestCase(15, 0)]
    [TestCase(16, 1)]
    [TestCase(17, 3)]
    [TestCase(19, 4)]
    [TestCase(20, 13)]
    [TestCase(22, 17)]
    [TestCase(25, 17)]
    [TestCase(26, 23)]
    public void A_metric_exists_from_its_version_on(int minor, int count) =>
        Assert.That(Read(Busy(minor, goroutines: 3, rounds: 2)), Has.Count.EqualTo(count));

    [Test]
    public void States_of_goroutines_add_up_and_time_of_Ps_is_idle_or_not()
    {
        var go = new GoStage(ps: 4, options => options with { Sysmon = false });
        var halted = 0;
        go.Run(
            async (m, g) =>
            {
                await m.Thread.Settle();
                if (halted++ > 0) return RunOutcome.Exited;
                go.Process.RestartMetrics();
                for (var i = 0; i < 5; i++) go.Spawn(m, go.Busy("long", 10_000));
                go.Process.ParkForSleep(m, g, Stage.Us(50_000));
                return RunOutcome.Parked;
            },
            us: 1_000);

        var values = Read(go).Where(metric => metric.Value is not null).ToDictionary(metric => metric.Name, metric => metric.Value!.Value);
        Assert.That(values["/sched/goroutines:goroutines"], Is.EqualTo(6));
        Assert.That(values["/sched/goroutines/running:goroutines"], Is.EqualTo(4));
        Assert.That(values["/sched/goroutines/runnable:goroutines"], Is.EqualTo(1));
        Assert.That(values["/sched/goroutines/waiting:goroutines"], Is.EqualTo(1));
        Assert.That(values["/sched/goroutines/not-in-go:goroutines"], Is.Zero);
        Assert.That(values["/sched/goroutines-created:goroutines"], Is.EqualTo(5));
        Assert.That(values["/cpu/classes/total:cpu-seconds"], Is.EqualTo(0.004).Within(1e-12));
        Assert.That(values["/cpu/classes/idle:cpu-seconds"], Is.InRange(0, 0.0001), "three Ps are taken as fast as one M wakes the next");
    }

    [Test]
    public void Time_of_Ps_is_the_collectors_the_programs_or_idle()
    {
        // Main computes for 10 us and reaches the trigger: four Ps stand for 20 us. 100,000 bytes and seven stacks of 2 KiB, at a nanosecond each, are
        // marked in 14 pieces by a dedicated worker, two idle ones and, when main ends 5 us later, a third; the dedicated one is the first to take its fourth
        // piece. Then the world stands for 30 us. When it runs again, the sweeper is in a runnext, and the searcher that is woken pauses for 3 us
        // before it would steal it: the scheduler's time is the program's.
        var go = new GoStage(
            ps: 4,
            options => options with { Sysmon = false, Gc = new() { LiveHeapBytes = 400_000, ScannablePercent = 25 } },
            goCosts: free => free with { GcMarkKib = SimDuration.FromNanoseconds(1024), GcSweepTermination = Stage.Us(20), GcMarkTermination = Stage.Us(30) });
        go.Run(
            async (m, g) =>
            {
                go.Process.RestartMetrics();
                m.Thread.Spend(Stage.Us(10));
                await m.Thread.Settle();
                var gc = go.Process.Gc!;
                await gc.Allocate(m, g, gc.Pacer.Trigger - gc.Pacer.HeapLive, isResumed: false);
                m.Thread.Spend(Stage.Us(5));
                await m.Thread.Settle();
                return RunOutcome.Exited;
            },
            us: 1_000);

        var us = Read(go).Where(metric => metric.Name.StartsWith("/cpu/", StringComparison.Ordinal)).ToDictionary(metric => metric.Name[13..^12], metric => metric.Value!.Value * 1e6);
        Assert.That(us["total"], Is.EqualTo(4_000).Within(1e-6));
        Assert.That(us["gc/pause"], Is.EqualTo((4 * 20) + (4 * 30)).Within(1e-6));
        Assert.That(us["gc/mark/dedicated"] + us["gc/mark/idle"], Is.EqualTo(114.336).Within(1e-6));
        Assert.That(us["gc/mark/dedicated"], Is.EqualTo(4 * 8.192).Within(1e-6));
        Assert.That(us["gc/mark/assist"], Is.Zero);
        Assert.That(us["gc/total"], Is.EqualTo(200 + 114.336).Within(1e-6));
        Assert.That(us["user"], Is.EqualTo(10 + 5 + 3).Within(1e-6));
        Assert.That(us["idle"], Is.EqualTo(4_000 - 200 - 114.336 - 18).Within(1e-6));
        Assert.That(us["user"] + us["idle"] + us["gc/total"], Is.EqualTo(us["total"]).Within(1e-6));
    }

    [Test]
    public void A_wait_for_a_mutex_counts_eightfold_for_one_goroutine_in_eight()
    {
        var go = new GoStage(ps: 1);
        var g = new Goroutine();
        var metrics = go.Process.Metrics;
        g.Begin(1, null!);
        for (var wait = 0; wait < 80; wait++)
        {
            g.Status = GoroutineStatus.Running;
            g.Park(WaitReason.SyncMutexLock, SimTime.Zero);
            metrics.BecomesRunnable(g, SimTime.Zero + Stage.Us(3));
            g.Status = GoroutineStatus.Runnable;
            metrics.Runs(g, SimDuration.Zero);
        }

        Assert.That(metrics.MutexWait, Is.EqualTo(Stage.Us(3 * 80)));
    }

    /// <summary>Goroutines that compute for a random time and give way, more than there are Ps.</summary>
    private static GoStage Busy(int minor, int goroutines, int rounds)
    {
        var go = new GoStage(ps: 4, options => options with { Rules = new(minor), Sysmon = false });
        var random = new RandomStream(5, "busy");
        go.Run(
            async (m, _) =>
            {
                await m.Thread.Settle();
                for (var i = 0; i < goroutines; i++)
                {
                    var left = rounds;
                    go.Spawn(m, async (runs, _) =>
                    {
                        runs.Thread.Spend(SimDuration.FromNanoseconds(100 + random.NextBelow(20_000)));
                        await runs.Thread.Settle();
                        return --left > 0 ? RunOutcome.Yielded : RunOutcome.Exited;
                    });
                }

                return RunOutcome.Exited;
            },
            us: 1_000_000);
        return go;
    }

    private static double ShareBelow(Histogram exact, int bucket)
    {
        if (TimeHistogram.LowNs(bucket) is not { } end) return bucket == 0 ? 0 : 1;
        return exact.Buckets().Where(b => b.Low < SimDuration.FromNanoseconds(end)).Sum(b => b.Count) / (double)exact.Count;
    }

    private static IReadOnlyList<RuntimeMetricValue> Read(GoStage go) => RuntimeMetricsReader.Read(go.Process, Stage.Us(1_000));
}
