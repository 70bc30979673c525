using GmpSim.Calibration.Live.Go;

namespace GmpSim.Calibration.Live;

/// <summary>A connection as its client sees it.</summary>
/// <param name="socket">Its end; −1 while it is not connected.</param>
/// <param name="clock">Where the client says when it had written.</param>
/// <param name="request">Where it says what it sends.</param>
internal sealed class ClientLink(int socket, SendClock clock, SentRequest request)
{
    /// <summary>Its end; −1 while it is not connected.</summary>
    internal int Socket { get; set; } = socket;

    /// <summary>The client's port, where connections are told apart by it.</summary>
    internal int Port { get; set; }

    internal SendClock Clock { get; } = clock;

    internal SentRequest Request { get; } = request;

    /// <summary>Whether a recorded request is on its way here.</summary>
    internal bool IsBusy { get; set; }

    /// <summary>Recorded requests that wait for this connection.</summary>
    internal Queue<LiveArrival> Waiting { get; } = new();

    /// <summary>From when the latency of its request counts [ns].</summary>
    internal long Start { get; set; }

    /// <summary>Bytes of the response that have come.</summary>
    internal int Bytes { get; set; }
}
