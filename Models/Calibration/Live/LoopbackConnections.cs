using GmpSim.Calibration.Live.Go;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>Connections over the loopback device, established before a run begins.</summary>
internal sealed class LoopbackConnections : IDisposable
{
    private readonly Descriptor _listener = LoopbackSocket.Listen(isNonBlocking: false, sharesPort: false, port: 0);
    private readonly List<Descriptor> _serverEnds = [];
    private readonly List<ServerLink> _serverLinks = [];

    /// <summary>The server's ends, in the order in which they were opened.</summary>
    internal IReadOnlyList<ServerLink> ServerLinks => _serverLinks;

    /// <summary>Opens one; the client's end belongs to whoever asked.</summary>
    internal ClientLink Open(LiveClient client)
    {
        var socket = NativeException.Checked(LoopbackSocket.TryConnect(LoopbackSocket.PortOf(_listener.Number)), "connect");
        var accepted = Descriptor.Of(LoopbackSocket.Accept(_listener.Number, isNonBlocking: true), "accept4");
        _serverEnds.Add(accepted);
        LoopbackSocket.SetNonBlocking(socket);
        LoopbackSocket.NoDelay(socket);
        LoopbackSocket.NoDelay(accepted.Number);
        var (clock, request) = (new SendClock(), new SentRequest());
        _serverLinks.Add(new(accepted.Number, clock, request, client.ResponseBytes));
        return new(socket, clock, request);
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var end in _serverEnds) end.Dispose();
    }
}
