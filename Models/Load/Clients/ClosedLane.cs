using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Closed loop: each connection waits for its response, thinks, and sends again.</summary>
public sealed class ClosedLane : TrafficLane
{
    private readonly PriorityQueue<ClientConnection, (SimTime At, long Order)> _thinking = new();
    private readonly Distribution? _think;
    private readonly RandomStream[] _streams;
    private readonly int _firstNumber;
    private readonly int _step;
    private readonly int _requestBytes;
    private readonly ScriptedPace? _pace;
    private SimTime? _begun;
    private long _order;

    /// <summary>Creates a lane; every connection begins with one think time.</summary>
    /// <param name="connections">Connections of this lane; their numbers are an arithmetic sequence.</param>
    /// <param name="think">Think time; <see langword="null"/> for none.</param>
    /// <param name="requestBytes">Bytes of a request.</param>
    /// <param name="simulation">Where the streams come from: one for each connection.</param>
    /// <param name="pace">Lets requests begin later than their connections are ready; <see langword="null"/> for at once.</param>
    public ClosedLane(IReadOnlyList<ClientConnection> connections, Distribution? think, int requestBytes, Simulation simulation, ScriptedPace? pace = null)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(simulation);
        _think = think;
        _pace = pace;
        _requestBytes = requestBytes;
        _firstNumber = connections.Count > 0 ? connections[0].Number : 0;
        _step = connections.Count > 1 ? connections[1].Number - _firstNumber : 1;
        _streams = [.. connections.Select(connection => new RandomStream(simulation.Seed, "client/think", (ulong)connection.Number))];
        foreach (var connection in connections) Think(connection, simulation.Now);
    }

    /// <inheritdoc/>
    public override SimTime NextDue => !_thinking.TryPeek(out _, out var first) ? SimTime.MaxValue : _pace?.EarliestFrom(Ready(first.At)) ?? first.At;

    /// <inheritdoc/>
    public override bool TryTakeDue(SimTime at, out ClientConnection? connection)
    {
        _begun ??= at;
        if (!_thinking.TryPeek(out connection, out var due)) return false;
        var start = _pace?.EarliestFrom(Ready(due.At)) ?? due.At;
        if (start > at) return false;
        _thinking.Dequeue();
        // Before the connection exists nothing can be sent: the first requests start when the lane gets to them.
        Begin(connection, start == SimTime.Zero ? at : start);
        return true;
    }

    /// <inheritdoc/>
    public override bool Freed(ClientConnection connection, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (_think is null && MayBeginAt(at))
        {
            Begin(connection, at);
            return true;
        }

        Think(connection, at);
        return false;
    }

    /// <summary>Under a script nobody is ready before the lane gets to work, since what a script holds up is held up from then on.</summary>
    private SimTime Ready(SimTime at) => SimTime.Max(at, _begun ?? SimTime.Zero);

    private bool MayBeginAt(SimTime at) => _pace is null || (_thinking.Count == 0 && _pace.EarliestFrom(at) == at);

    private void Begin(ClientConnection connection, SimTime start)
    {
        _pace?.Take(start);
        connection.Request.Begin(start, _requestBytes, SimDuration.Zero, LatencyComponent.Client);
    }

    private void Think(ClientConnection connection, SimTime from)
    {
        var pause = _think?.Sample(_streams[(connection.Number - _firstNumber) / _step]) ?? SimDuration.Zero;
        _thinking.Enqueue(connection, (from + pause, _order++));
    }
}
