using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A descriptor that epoll can watch: a socket, a listener, an eventfd, a timerfd.</summary>
public abstract class Pollable
{
    private EpollItem? _firstWatcher;
    private EpollItem? _lastWatcher;

    private protected Pollable(Host host) => Host = host;

    /// <summary>What the descriptor is ready for now.</summary>
    public abstract PollMask Poll();

    /// <summary>When the descriptor last became readable, in the kernel's eyes.</summary>
    public SimTime ReadyAt { get; private set; }

    /// <summary>Its number in the process that has it open; −1 for none.</summary>
    public int Descriptor { get; internal set; } = -1;

    /// <summary>A thread that sleeps in a blocking read until something is here; <see langword="null"/> for none.</summary>
    private protected KernelThread? Reader { get; set; }

    private protected Host Host { get; }

    /// <summary>The lock of its wait queue, where several cores may signal it: held across callbacks and wake-ups.</summary>
    private protected SpinLock? QueueLock { get; init; }

    /// <summary>add_wait_queue puts an entry at the head, so the newest is told first; add_wait_queue_exclusive at the tail (ep_ptable_queue_proc).</summary>
    internal void Attach(EpollItem item)
    {
        if (item.IsExclusive)
        {
            item.PreviousWatcher = _lastWatcher;
            if (_lastWatcher is null) _firstWatcher = item;
            else _lastWatcher.NextWatcher = item;
            _lastWatcher = item;
            return;
        }

        item.NextWatcher = _firstWatcher;
        if (_firstWatcher is null) _lastWatcher = item;
        else _firstWatcher.PreviousWatcher = item;
        _firstWatcher = item;
    }

    internal void Detach(EpollItem item)
    {
        if (item.PreviousWatcher is { } previous) previous.NextWatcher = item.NextWatcher;
        else _firstWatcher = item.NextWatcher;
        if (item.NextWatcher is { } next) next.PreviousWatcher = item.PreviousWatcher;
        else _lastWatcher = item.PreviousWatcher;
        item.NextWatcher = item.PreviousWatcher = null;
    }

    /// <summary>The descriptor has changed: the instances that watch it are told (__wake_up_common over its wait queue).</summary>
    /// <param name="key">What happened; <see cref="PollMask.None"/> for a change of state, of which every watcher is told, the exclusive ones too.</param>
    /// <param name="cpu">The core on which this happens.</param>
    /// <param name="delay">What the running code still owes; wake-ups take effect after it.</param>
    /// <returns>CPU time that the callbacks and wake-ups cost that core.</returns>
    private protected SimDuration Notify(PollMask key, Core cpu, SimDuration delay)
    {
        if (key != PollMask.Out) ReadyAt = Host.Simulation.Now + delay;
        var waited = QueueLock?.Run(cpu.Number, Host.Simulation.Now + delay, SimDuration.Zero) ?? SimDuration.Zero;
        var cost = waited;
        if (key != PollMask.Out) cost += WakeReader(cpu, delay + cost);
        for (var item = _firstWatcher; item is not null; item = item.NextWatcher)
        {
            cost += item.Epoll!.Callback(item, key, cpu, delay + cost, out var hasWoken);
            if (item.IsExclusive && hasWoken && key != PollMask.None) break; // the one exclusive credit is used up
        }

        QueueLock?.Prolong(cost - waited);
        return cost;
    }

    private SimDuration WakeReader(Core cpu, SimDuration delay)
    {
        if (Reader is not { } reader) return SimDuration.Zero;
        Reader = null;
        Host.Wake(reader, delay, cpu);
        return Host.Costs.EpollWake; // a wake-up costs the same, whatever the thread waits for
    }
}
