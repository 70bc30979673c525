using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A descriptor that epoll can watch: a socket, a listener, an eventfd, a timerfd.</summary>
public abstract class Pollable
{
    private readonly List<EpollItem> _registrations = [];

    private protected Pollable(Host host) => Host = host;

    /// <summary>What the descriptor is ready for now.</summary>
    public abstract PollMask Poll();

    /// <summary>When the descriptor last became ready, in the kernel's eyes.</summary>
    public SimTime ReadyAt { get; private set; }

    private protected Host Host { get; }

    internal void Attach(EpollItem item) => _registrations.Insert(0, item); // add_wait_queue: newest first

    internal void Detach(EpollItem item) => _registrations.Remove(item);

    /// <summary>The descriptor has changed: every instance that watches it is told.</summary>
    /// <param name="cpu">The core on which this happens.</param>
    /// <param name="delay">What the running code still owes; wake-ups take effect after it.</param>
    /// <returns>CPU time that the callbacks and wake-ups cost that core.</returns>
    private protected SimDuration Notify(Core cpu, SimDuration delay)
    {
        ReadyAt = Host.Simulation.Now + delay;
        var cost = SimDuration.Zero;
        // By index: a callback does not change the list, and this runs for every message.
        for (var i = 0; i < _registrations.Count; i++) cost += _registrations[i].Epoll.Callback(_registrations[i], cpu, delay + cost);
        return cost;
    }
}
