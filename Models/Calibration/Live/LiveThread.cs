using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>A thread of a run, with what it counts and what the kernel counts about it.</summary>
internal sealed unsafe class LiveThread
{
    private PinnedThread? _thread;
    private volatile int _id;

    /// <summary>A thread that is not started yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cpus">CPUs that it may use; <see langword="null"/> for all.</param>
    /// <param name="counters">Where it counts; <see langword="null"/> for clients.</param>
    internal LiveThread(string name, IReadOnlyList<int>? cpus, LiveCounters* counters)
    {
        Name = name;
        Cpus = cpus;
        Counters = counters;
    }

    internal string Name { get; }

    internal IReadOnlyList<int>? Cpus { get; }

    internal LiveCounters* Counters { get; }

    /// <summary>Latencies of what this thread has completed in the measured window.</summary>
    internal Histogram Latency { get; } = new();

    /// <summary>Time from the client's write being done to this thread, or P, attending to it.</summary>
    internal Histogram Skew { get; } = new();

    internal bool HasEnded => _thread?.HasEnded ?? true;

    /// <summary>Whether it was started.</summary>
    internal bool HasBegun => _thread is not null;

    /// <summary>Starts it and waits until the kernel has given it a number.</summary>
    internal void Start(Action<LiveThread> body)
    {
        Begin(body);
        while (_id == 0 && !HasEnded) Thread.Sleep(0);
    }

    /// <summary>Starts it.</summary>
    internal void Begin(Action<LiveThread> body) =>
        _thread = PinnedThread.Start(Name, null, () =>
        {
            Pin();
            _ = Libc.ProcessControl(SocketOptions.SetTimerSlack, 1, 0, 0, 0);
            _id = Libc.ThreadId();
            body(this);
        });

    /// <summary>Waits for its end; <see langword="false"/> when it does not come.</summary>
    internal bool Join(TimeSpan atMost) => _thread?.Join(atMost) ?? true;

    /// <summary>What the kernel has counted; all zero once the thread has ended.</summary>
    internal ThreadUsage Usage() => ThreadUsage.Of(_id);

    private void Pin()
    {
        if (Cpus is { } cpus && !Affinity.TryPin([.. cpus]))
            throw new LiveRefusalException($"os: this machine does not let a thread be bound to the CPUs {string.Join(", ", cpus)}");
    }
}
