using System.Numerics;
using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The ports that connects of this machine have towards one destination: which are in use, and which are held by TIME_WAIT.</summary>
/// <remarks>
/// __inet_hash_connect of net/ipv4/inet_hashtables.c: it begins at an offset that advances with every connect by a small random step, tries the even ports first
/// and then the odd ones, and fails with EADDRNOTAVAIL when it has tried all. A port is known here by its distance from the first one. A server's end in
/// TIME_WAIT does not keep a client from using its port again: the SYN replaces it (tcp_timewait_state_process).
/// </remarks>
internal sealed class EphemeralPorts
{
    private readonly Network _network;
    private readonly bool _isReusable;
    private readonly int _half;
    private readonly Queue<(SimTime At, int Port, int Visit)> _ripening = new();
    private ulong[] _blocked = [];
    private int[] _clientVisit = []; // odd while the client's end of the port is in TIME_WAIT, even otherwise
    private int[] _serverVisit = [];
    private uint _offset;

    /// <summary>No port is in use.</summary>
    /// <param name="network">The machine's network.</param>
    /// <param name="isLoopback">Whether the destination is the machine itself.</param>
    internal EphemeralPorts(Network network, bool isLoopback)
    {
        _network = network;
        _isReusable = network.Settings.TimeWaitReuse == TimeWaitReuse.Always || (isLoopback && network.Settings.TimeWaitReuse == TimeWaitReuse.Loopback);
        _half = (network.Settings.LastPort + 1 - network.Settings.FirstPort) / 2;
    }

    /// <summary>Finds a port for a connect.</summary>
    /// <param name="port">The port.</param>
    /// <param name="probes">How many ports were tried.</param>
    /// <returns>Whether there was one (if not: EADDRNOTAVAIL).</returns>
    internal bool TryTake(out int port, out int probes)
    {
        if (_blocked.Length == 0) Allocate();
        Ripen();
        var start = (int)(_offset / 2 % (uint)_half);
        var steps = 0;
        port = -1;
        probes = 0;
        for (var parity = 0; parity < 2 && port < 0; parity++)
        {
            steps = StepsToFree(parity, start);
            probes += Math.Min(steps + 1, _half);
            if (steps < _half) port = (((start + steps) % _half) * 2) + parity;
        }

        if (port < 0) return false;
        _offset += (uint)(Math.Max(steps * 2, _network.PortStep() * 2) + 2);
        Block(port);
        Replace(_clientVisit, port);
        Replace(_serverVisit, port);
        return true;
    }

    /// <summary>The connection is gone, and its port free.</summary>
    internal void Release(int port) => _blocked[WordOf(port)] &= ~BitOf(port);

    /// <summary>One end of a connection enters TIME_WAIT. The client's keeps the port.</summary>
    /// <returns>The number of this visit, odd.</returns>
    internal int Enter(int port, bool isServer)
    {
        if (isServer) return ++_serverVisit[port];
        var visit = ++_clientVisit[port];
        if (_isReusable) _ripening.Enqueue((_network.Now + TcpSettings.ReuseDelay, port, visit));
        return visit;
    }

    /// <summary>The time of a visit is over.</summary>
    /// <returns>Whether the visitor was still there.</returns>
    internal bool TryLeave(int port, bool isServer, int visit)
    {
        var visits = isServer ? _serverVisit : _clientVisit;
        if (visits[port] != visit) return false;
        visits[port]++;
        if (!isServer) Release(port);
        return true;
    }

    private void Allocate()
    {
        _blocked = new ulong[2 * WordsPerParity];
        _clientVisit = new int[2 * _half];
        _serverVisit = new int[2 * _half];
        _offset = _network.PortOffset();
        for (var bit = _half; bit < WordsPerParity * 64; bit++)
        {
            Block(2 * bit); // beyond the range
            Block((2 * bit) + 1);
        }
    }

    private int WordsPerParity => (_half + 63) / 64;

    /// <summary>Ports whose entry is old enough now can be found.</summary>
    private void Ripen()
    {
        _network.TimeWait.LetGo();
        while (_ripening.TryPeek(out var first) && first.At <= _network.Now)
        {
            _ripening.Dequeue();
            if (_clientVisit[first.Port] == first.Visit) Release(first.Port);
        }
    }

    private void Replace(int[] visits, int port)
    {
        if ((visits[port] & 1) == 0) return;
        visits[port]++;
        _network.TimeWait.Replaced();
    }

    /// <summary>How many ports of a parity are passed over from one on, in a circle, before a free one; all of them if there is none.</summary>
    private int StepsToFree(int parity, int start)
    {
        var words = _blocked.AsSpan(parity * WordsPerParity, WordsPerParity);
        var found = FirstFree(words, start);
        if (found < 0) found = FirstFree(words, 0);
        return found < 0 ? _half : (found - start + _half) % _half;
    }

    private static int FirstFree(ReadOnlySpan<ulong> blocked, int from)
    {
        var free = ~blocked[from / 64] & (ulong.MaxValue << (from % 64));
        for (var word = from / 64; ; free = ~blocked[word])
        {
            if (free != 0) return (word * 64) + BitOperations.TrailingZeroCount(free);
            if (++word == blocked.Length) return -1;
        }
    }

    private void Block(int port) => _blocked[WordOf(port)] |= BitOf(port);

    private int WordOf(int port) => ((port & 1) * WordsPerParity) + (port / 128);

    private static ulong BitOf(int port) => 1UL << (port / 2 % 64);
}
