namespace GmpSim.Calibration.Live;

/// <summary>What threads watch.</summary>
public enum LiveSourceKind
{
    /// <summary>An eventfd; a read takes all signals so far.</summary>
    EventFd,

    /// <summary>One end of a pair of sockets; a read takes one message.</summary>
    SocketPair,

    /// <summary>A listening socket on the loopback device; a signal is a connection.</summary>
    Listener,
}
