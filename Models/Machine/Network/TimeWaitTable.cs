using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The machine's sockets in TIME_WAIT. They hold a port towards a destination, but no descriptor.</summary>
/// <remarks>
/// Everybody stays for the same time, so a queue is enough and no event is needed: whoever asks lets those go first whose time is over, each at its own instant.
/// An entry whose port is used again before (<see cref="EphemeralPorts"/>) is dead but stays in the queue until its turn. The kernel's timers may be some hundred
/// milliseconds late after 60 s; here they are exact.
/// </remarks>
public sealed class TimeWaitTable
{
    private readonly Simulation _simulation;
    private readonly TcpSettings _settings;
    private readonly Queue<Entry> _entries = new();

    internal TimeWaitTable(Simulation simulation, TcpSettings settings)
    {
        _simulation = simulation;
        _settings = settings;
    }

    /// <summary>Sockets in it over time, up to the last change; <see cref="Count"/> and <see cref="RestartWindow"/> bring it up to date.</summary>
    public TimeWeightedGauge OverTime { get; } = new();

    /// <summary>Sockets in it now.</summary>
    public long Count
    {
        get
        {
            LetGo();
            return OverTime.Level;
        }
    }

    /// <summary>Sockets that found it full (TCPTimeWaitOverflow).</summary>
    public long Overflows { get; private set; }

    /// <summary>The measured window begins.</summary>
    public void RestartWindow()
    {
        LetGo();
        OverTime.Restart(_simulation.Now);
    }

    /// <summary>A socket enters; at the end of its time, <paramref name="ports"/> hears of it.</summary>
    /// <param name="ports">Where its port belongs to; <see langword="null"/> for the port of a client on another machine.</param>
    /// <param name="port">The port, as <paramref name="ports"/> numbers them.</param>
    /// <param name="isServer">Whether it is the end that was accepted.</param>
    /// <returns>Whether it has entered: not where the time is zero or the table full.</returns>
    internal bool TryEnter(EphemeralPorts? ports, int port, bool isServer)
    {
        if (_settings.TimeWait == SimDuration.Zero) return false;
        LetGo();
        if (OverTime.Level >= _settings.MaxTimeWait)
        {
            Overflows++;
            return false;
        }

        OverTime.Add(1, _simulation.Now);
        _entries.Enqueue(new(_simulation.Now + _settings.TimeWait, ports, port, isServer, ports?.Enter(port, isServer) ?? 0));
        return true;
    }

    /// <summary>An entry has been replaced by a new connection.</summary>
    internal void Replaced()
    {
        LetGo();
        OverTime.Add(-1, _simulation.Now);
    }

    /// <summary>Those whose time is over leave.</summary>
    internal void LetGo()
    {
        while (_entries.TryPeek(out var first) && first.Until <= _simulation.Now)
        {
            _entries.Dequeue();
            if (first.Ports?.TryLeave(first.Port, first.IsServer, first.Visit) ?? true) OverTime.Add(-1, first.Until);
        }
    }

    private readonly record struct Entry(SimTime Until, EphemeralPorts? Ports, int Port, bool IsServer, int Visit);
}
