using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A listening socket with its accept queue, which can be watched by epoll or waited at in accept.</summary>
/// <remarks>
/// The accept queue is full when it holds more than the backlog, so it takes one more (sk_acceptq_is_full). While it is full a SYN is dropped, and so is the packet
/// that ends a handshake. Handshakes under way are not limited: with SYN cookies, which are on by default, the SYN queue turns nobody away.
/// Threads in accept are woken one for each connection, the one first that has waited longest (inet_csk_wait_for_connect).
/// </remarks>
public sealed class Listener : Pollable
{
    private readonly Queue<TcpSocket> _acceptQueue = new();
    private readonly Queue<KernelThread> _waiting = new();
    private readonly CacheLine _line;

    /// <summary>listen.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="backlog">As the program asks for it, at least 0; more than somaxconn is cut to that.</param>
    public Listener(Host host, int backlog = int.MaxValue)
        : base(host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Backlog = Math.Min(backlog, host.Network.Settings.Somaxconn);
        _line = host.Hardware.NewLine();
        QueueLock = new(host.Hardware);
    }

    /// <summary>The backlog in force.</summary>
    public int Backlog { get; }

    /// <summary>Connections waiting to be accepted.</summary>
    public int QueueLength => _acceptQueue.Count;

    /// <summary>Most connections that have waited at once.</summary>
    public int LongestQueue { get; private set; }

    /// <summary>Threads asleep in accept.</summary>
    public int WaiterCount => _waiting.Count;

    /// <summary>Whether the accept queue takes no more.</summary>
    public bool IsFull => _acceptQueue.Count > Backlog;

    /// <inheritdoc/>
    public override PollMask Poll() => _acceptQueue.Count > 0 ? PollMask.In : PollMask.None;

    /// <summary>Takes the oldest waiting connection, on behalf of a thread that pays for accept itself and has a descriptor for it.</summary>
    public bool TryAccept(KernelThread caller, out TcpSocket? serverEnd)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.WriteLine(_line); // lock_sock
        return _acceptQueue.TryDequeue(out serverEnd);
    }

    /// <summary>accept4 that blocks.</summary>
    /// <param name="caller">The calling thread; the connection gets a descriptor of its process.</param>
    /// <returns>The connection; <see langword="null"/> where the process has no descriptor left (EMFILE): the connection stays in the queue.</returns>
    public async Process<TcpSocket?> Accept(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel();
        await caller.Settle();
        if (!caller.Account.Descriptors.HasRoom()) return null;
        var isWoken = false;
        while (true)
        {
            caller.WriteLine(_line);
            if (_acceptQueue.TryDequeue(out var connection))
            {
                caller.TryOpen(connection);
                caller.SpendInKernel(Host.Costs.TcpAccept);
                return connection;
            }

            if (isWoken) caller.Account.SpuriousWakeups++; // somebody who had not slept was faster
            caller.DiscardWakeToken();
            _waiting.Enqueue(caller);
            await caller.FallAsleepUntil(SimTime.MaxValue);
            isWoken = true;
            caller.Account.AcceptWakeups++;
        }
    }

    /// <summary>A connection is established: it joins the queue, and whoever watches or waits is told.</summary>
    /// <returns>CPU time that this costs the core on which it happens.</returns>
    internal SimDuration Enqueue(TcpSocket connection, Core cpu, SimDuration delay)
    {
        connection.QueuedAt = Host.Simulation.Now + delay;
        _acceptQueue.Enqueue(connection);
        LongestQueue = Math.Max(LongestQueue, _acceptQueue.Count);
        var cost = _line.Write(cpu.Number, Host.Simulation.Now + delay);
        cost += Notify(PollMask.In, cpu, delay + cost, sync: true);
        if (!_waiting.TryDequeue(out var waiter)) return cost;
        Host.Wake(waiter, delay + cost, cpu, sync: true);
        return cost + Host.Costs.EpollWake; // a wake-up costs the same, whatever the thread waits for
    }
}
