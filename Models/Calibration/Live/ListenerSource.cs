using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>A listening socket on the loopback device: each signal is a connection, which the thread that accepted it closes.</summary>
/// <remarks>Accepted connections end by a reset, so that none stays in TIME_WAIT for the next run to meet.</remarks>
internal sealed unsafe class ListenerSource : SignalSource
{
    private const int KeptEnds = 64;
    private readonly Descriptor _listener = LoopbackSocket.Listen(isNonBlocking: true, sharesPort: false, port: 0);
    private readonly int[] _ends = new int[KeptEnds];
    private readonly Lock _lock = new();
    private int _turn;

    internal override int Descriptor => _listener.Number;

    internal override bool HoldsSeveral => true;

    internal override long Read()
    {
        var connection = LoopbackSocket.Accept(_listener.Number, isNonBlocking: false);
        if (connection < 0) return 0;
        LoopbackSocket.Reset(connection);
        return 1;
    }

    public override void Dispose()
    {
        foreach (var end in _ends)
        {
            if (end != 0) _ = Libc.Close(end);
        }

        _listener.Dispose();
        base.Dispose();
    }

    private protected override bool Send()
    {
        var end = LoopbackSocket.TryConnect(LoopbackSocket.PortOf(_listener.Number));
        if (end < 0) return false;
        lock (_lock)
        {
            if (_ends[_turn] != 0) _ = Libc.Close(_ends[_turn]);
            _ends[_turn] = end;
            _turn = (_turn + 1) % KeptEnds;
        }

        return true;
    }
}
