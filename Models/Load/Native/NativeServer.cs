using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A server without the Go runtime: threads of the operating system that wait for work in epoll_wait or in accept.</summary>
/// <remarks>
/// What the kernel does by itself shows here: whom it wakes, in which order, and how many for nothing. A main thread, on whatever CPU is free, sets everything up and starts the
/// workers one after another; it then ends.
/// </remarks>
public sealed class NativeServer
{
    private const int MostTurns = 64;

    private readonly Host _host;
    private readonly Func<int, CpuSet> _allowed;
    private readonly Histogram[] _skew;
    private readonly List<int> _turns = new(MostTurns);

    /// <summary>A server whose threads have not started.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="threads">How many workers, at least 1.</param>
    /// <param name="allowed">CPUs that the n-th of them may use.</param>
    public NativeServer(Host host, int threads, Func<int, CpuSet> allowed)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_host, _allowed) = (host, allowed);
        _skew = [.. Enumerable.Range(0, threads).Select(_ => new Histogram())];
    }

    /// <summary>CPU time and system calls of its threads.</summary>
    public ProcessAccount Account { get; } = new();

    /// <summary>How many workers there are.</summary>
    public int Threads => _skew.Length;

    /// <summary>For each thread, the time from an event being ready in the kernel to the thread taking it, in the window.</summary>
    public IReadOnlyList<Histogram> SkewByThread => _skew;

    /// <summary>The threads that took the first 64 events of all, in order.</summary>
    public IReadOnlyList<int> Turns => _turns;

    /// <summary>Starts the main thread.</summary>
    /// <param name="prepare">What it does before the workers start: instances, registrations, listeners.</param>
    /// <param name="code">What the n-th worker does.</param>
    /// <param name="lastFirst">Whether the last worker starts first.</param>
    public void Start(Func<KernelThread, Process> prepare, Func<int, KernelThread, Process> code, bool lastFirst)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(code);
        _host.NewThread("server/main", Account, CpuSet.All(_host.Cores.Count)).Start(main => Run(main, prepare, code, lastFirst), SimDuration.Zero, near: null);
    }

    /// <summary>The window begins: what is not in it is forgotten.</summary>
    public void RestartWindow()
    {
        foreach (var histogram in _skew) histogram.Clear();
    }

    /// <summary>A worker has taken an event.</summary>
    internal void Taken(int thread, SimDuration skew)
    {
        _skew[thread].Record(SimDuration.Max(SimDuration.Zero, skew));
        if (_turns.Count < MostTurns) _turns.Add(thread);
    }

    private async Process Run(KernelThread main, Func<KernelThread, Process> prepare, Func<int, KernelThread, Process> code, bool lastFirst)
    {
        await prepare(main);
        for (var i = 0; i < Threads; i++)
        {
            var number = lastFirst ? Threads - 1 - i : i;
            main.Clone(_host.NewThread($"server/thread/{number}", Account, _allowed(number)), worker => code(number, worker));
            await main.Settle();
        }
    }
}
