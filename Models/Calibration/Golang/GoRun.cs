using GmpSim.Calibration.Measuring;
using GmpSim.Engine;

namespace GmpSim.Calibration.Golang;

/// <summary>Runs a Go program for real and measures it.</summary>
public static class GoRun
{
    /// <summary>Threads that a simulated process has not: the M whose goroutine waits on standard input.</summary>
    public const int InputThreads = 1;

    /// <summary>
    /// How long switches are not counted after a report. The M that reads its request waits for the next one in a system call, and sysmon, having taken its P, looks 50 times in a row
    /// and then doubles its sleep from 20 us to 10 ms (sysmon, proc.go): some 60 wake-ups in 25 ms that only the report has caused.
    /// </summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(50);

    private const int FirstThreads = 2 + InputThreads; // M0 and sysmon
    private const int HttpHeaderBytes = 116; // status, Date, Content-Length, Content-Type as net/http writes them for a short text

    /// <summary>Bytes of a body with which net/http's response has a length.</summary>
    /// <param name="responseBytes">Bytes of the whole response.</param>
    public static int BodyBytes(int responseBytes) => Math.Max(1, responseBytes - HttpHeaderBytes);

    /// <summary>Runs it once. Whatever happens, the program has ended when this returns.</summary>
    /// <param name="program">The program, built.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="cancel">Ends the run.</param>
    /// <exception cref="GoRunException">The program, or the load generator, did not do what it should.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GoMeasurement Measure(GoProgram program, GoRunPlan plan, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(plan);
        var cpus = Real(plan.Cpus);
        using var worker = GoWorker.Start(program, plan, cpus);
        using var load = plan.Load is { } asked ? new LoadGenerator(OptionsOf(asked, worker.Port, plan.Work)) : null;
        worker.Begin();
        if (plan.Warmup > TimeSpan.Zero) Wait(plan.Warmup, cancel);
        var before = GoLook.At(worker, cpus);
        load?.OpenWindow();

        // Without a warm-up the work begins with the window: all of it counts.
        var settling = plan.Warmup > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(s_settling.Ticks, plan.Duration.Ticks / 2)) : TimeSpan.Zero;
        Wait(settling, cancel);
        var first = SwitchLook.At(worker, load);
        Wait(plan.Duration - settling, cancel);
        var last = SwitchLook.At(worker, load);
        load?.CloseWindow();
        var after = GoLook.At(worker, cpus);
        load?.Stop();

        // Ms that stood ready before the work began are counted with those that it needed.
        var created = last.ServerThreads - (plan.Warmup > TimeSpan.Zero ? first.ServerThreads : FirstThreads);
        return Between(before, after, first, last, load, cpus.Count) with { ThreadsCreated = created, SchedTrace = worker.Errors.SchedTrace(first.SchedTraceLines, last.SchedTraceLines) };
    }

    private static GoMeasurement Between(GoLook before, GoLook after, SwitchLook firstSwitches, SwitchLook lastSwitches, LoadGenerator? load, int cpus)
    {
        var (first, last) = (before.Report, after.Report);
        var latency = load?.Latency ?? Durations(last.TasksNs);
        var seconds = (last.AtNs - first.AtNs) / 1e9;
        var counted = (lastSwitches.AtNs - firstSwitches.AtNs) / 1e9;
        var own = after.OwnCpuSeconds - before.OwnCpuSeconds;
        return new()
        {
            Seconds = seconds,
            Requests = latency.Count,
            Errors = load?.Errors ?? 0,
            Latency = latency,
            CpuSeconds = (last.CpuNs - first.CpuNs) / 1e9,
            VoluntarySwitchesPerSecond = (lastSwitches.Voluntary - firstSwitches.Voluntary) / counted,
            InvoluntarySwitchesPerSecond = (lastSwitches.Involuntary - firstSwitches.Involuntary) / counted,
            Threads = lastSwitches.ServerThreads,
            Latencies = last.Latencies.Since(first.Latencies),
            GcCycles = last.GcCycles - first.GcCycles,
            OthersShare = cpus == 0 ? 0 : Math.Clamp((after.BusySeconds - before.BusySeconds - own) / (seconds * cpus), 0, 1),
        };
    }

    private static LoadOptions OptionsOf(GoLoad load, int port, GoWork work)
    {
        var isHttp = work.Kind == "http";
        return new(port, load.Connections, load.Threads, isHttp ? LoadGenerator.HttpRequest(load.RequestBytes) : new byte[load.RequestBytes], isHttp, Real(load.Cpus));
    }

    /// <summary>The CPUs of this machine that stand for the first, second, … of a simulated one; those that it lacks are left out.</summary>
    private static IReadOnlyList<int> Real(IReadOnlyList<int> cpus)
    {
        var allowed = Affinity.Allowed();
        return [.. cpus.Where(cpu => cpu < allowed.Count).Select(cpu => allowed[cpu])];
    }

    private static Histogram Durations(IReadOnlyList<long> nanoseconds)
    {
        var durations = new Histogram();
        foreach (var duration in nanoseconds) durations.Record(SimDuration.FromPicoseconds(duration * 1000));
        return durations;
    }

    private static void Wait(TimeSpan time, CancellationToken cancel)
    {
        cancel.WaitHandle.WaitOne(time);
        cancel.ThrowIfCancellationRequested();
    }
}
