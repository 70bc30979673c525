using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>metrics.Read: every metric that the Go version has and the model knows, over the measured window or at its end.</summary>
public static class RuntimeMetricsReader
{
    /// <summary>The metrics in Go's names.</summary>
    /// <param name="process">The process, at the end of the window.</param>
    /// <param name="window">Length of the window.</param>
    public static IReadOnlyList<RuntimeMetricValue> Read(GoProcess process, SimDuration window)
    {
        ArgumentNullException.ThrowIfNull(process);
        var minor = process.Options.Rules.Minor;
        var metrics = process.Metrics;
        var list = new List<RuntimeMetricValue>();

        void Value(int since, string name, double value)
        {
            if (minor >= since) list.Add(new(name, value, []));
        }

        void Distribution(int since, string name, TimeHistogram histogram)
        {
            if (minor >= since) list.Add(new(name, null, Filled(histogram)));
        }

        AddCpuClasses(process, window, Value);
        Distribution(17, "/gc/pauses:seconds", metrics.GcPauses);
        Value(19, "/sched/gomaxprocs:threads", process.AllP.Length);
        Value(26, "/sched/goroutines-created:goroutines", metrics.GoroutinesCreated);
        AddGoroutines(process, Value);
        Distribution(17, "/sched/latencies:seconds", metrics.SchedLatencies);
        Distribution(22, "/sched/pauses/stopping/gc:seconds", metrics.GcStopping);
        Distribution(22, "/sched/pauses/stopping/other:seconds", metrics.OtherStopping);
        Distribution(22, "/sched/pauses/total/gc:seconds", metrics.GcPauses);
        Distribution(22, "/sched/pauses/total/other:seconds", metrics.OtherPauses);
        Value(26, "/sched/threads/total:threads", process.ThreadCount);
        Value(20, "/sync/mutex/wait/total:seconds", metrics.MutexWait.Seconds);
        return list;
    }

    /// <summary>
    /// cpuStats.accumulate: what is neither idle nor the collector's is the program's, system calls, the scheduler and stops for other reasons
    /// included. A pause is the time of every P from when it stands until the world starts.
    /// </summary>
    private static void AddCpuClasses(GoProcess process, SimDuration window, Action<int, string, double> value)
    {
        var marking = GcCpuTime.Of(process.Counters).Since(process.Metrics.GcCpuBefore);
        var pause = window.Seconds * process.World.StoppedForGc.Mean(process.Now);
        var gc = pause + marking.Total.Seconds;
        var idle = window.Seconds * process.Sched.IdlePsOverTime.Mean(process.Now);
        var total = window.Seconds * process.Sched.PsOverTime.Mean(process.Now);
        value(20, "/cpu/classes/gc/mark/assist:cpu-seconds", marking.Assist.Seconds);
        value(20, "/cpu/classes/gc/mark/dedicated:cpu-seconds", marking.Dedicated.Seconds);
        value(20, "/cpu/classes/gc/mark/idle:cpu-seconds", marking.Idle.Seconds);
        value(20, "/cpu/classes/gc/pause:cpu-seconds", pause);
        value(20, "/cpu/classes/gc/total:cpu-seconds", gc);
        value(20, "/cpu/classes/idle:cpu-seconds", idle);
        value(20, "/cpu/classes/total:cpu-seconds", total);
        value(20, "/cpu/classes/user:cpu-seconds", total - idle - gc);
    }

    /// <summary>schedStatsAggregate.compute: what runs is counted by M, what is runnable by queue, and the rest waits.</summary>
    private static void AddGoroutines(GoProcess process, Action<int, string, double> value)
    {
        var (running, notInGo) = (0, 0);
        foreach (var m in process.Ms)
        {
            if (m.Current is { Status: GoroutineStatus.Running }) running++;
            if (m.Current is { Status: GoroutineStatus.Syscall }) notInGo++;
        }

        var runnable = process.Sched.GlobalLength;
        foreach (var p in process.AllP) runnable += p.RingLength + (p.Runnext is null ? 0 : 1);
        var live = process.Counters.Live.Level;
        value(16, "/sched/goroutines:goroutines", live);
        value(26, "/sched/goroutines/not-in-go:goroutines", notInGo);
        value(26, "/sched/goroutines/runnable:goroutines", runnable);
        value(26, "/sched/goroutines/running:goroutines", running);
        value(26, "/sched/goroutines/waiting:goroutines", Math.Max(0, live - running - notInGo - runnable));
    }

    private static RuntimeMetricBucket[] Filled(TimeHistogram histogram) =>
        [.. Enumerable.Range(0, histogram.BucketCount).Where(bucket => histogram[bucket] > 0)
            .Select(bucket => new RuntimeMetricBucket(TimeHistogram.LowNs(bucket), TimeHistogram.LowNs(bucket + 1), histogram[bucket]))];
}
