using GmpSim.Calibration.Measuring;
using GmpSim.Engine;

namespace GmpSim.Calibration.Golang;

/// <summary>Runs a Go program for real and measures it.</summary>
public static class GoRun
{
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
        using var worker = GoWorker.Start(program, plan.Work, plan.Gomaxprocs, Real(plan.Cpus));
        using var load = plan.Load is { } asked ? new LoadGenerator(OptionsOf(asked, worker.Port, plan.Work)) : null;

        // What begins from within begins with the window where there is no warm-up: threads are counted from before.
        var idle = worker.Threads();
        var first = worker.Begin();
        if (plan.Warmup > TimeSpan.Zero)
        {
            Wait(plan.Warmup, cancel);
            idle = worker.Threads();
            first = worker.Report();
        }

        var clients = load?.Threads();
        load?.OpenWindow();
        Wait(plan.Duration, cancel);
        load?.CloseWindow();
        var last = worker.Report();
        var busy = worker.Threads();
        var clientsLater = load?.Threads();
        load?.Stop();
        return Between(first, last, Add(idle, clients), Add(busy, clientsLater), busy.Threads, busy.Threads - idle.Threads, load);
    }

    private static GoMeasurement Between(GoReport first, GoReport last, ThreadCounts before, ThreadCounts after, int threads, int threadsCreated, LoadGenerator? load)
    {
        var latency = load?.Latency ?? Durations(last.TasksNs);
        return new()
        {
            Seconds = (last.AtNs - first.AtNs) / 1e9,
            Requests = latency.Count,
            Errors = load?.Errors ?? 0,
            Latency = latency,
            CpuSeconds = (last.CpuNs - first.CpuNs) / 1e9,
            VoluntarySwitches = after.Voluntary - before.Voluntary,
            InvoluntarySwitches = after.Involuntary - before.Involuntary,
            Threads = threads,
            ThreadsCreated = threadsCreated,
            Latencies = last.Latencies.Since(first.Latencies),
            GcCycles = last.GcCycles - first.GcCycles,
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

    private static ThreadCounts Add(ThreadCounts counts, ThreadCounts? more) => more is null ? counts : counts.Plus(more);

    private static void Wait(TimeSpan time, CancellationToken cancel)
    {
        cancel.WaitHandle.WaitOne(time);
        cancel.ThrowIfCancellationRequested();
    }
}
