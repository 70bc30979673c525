namespace GmpSim.Calibration.Live;

/// <summary>How a client asks.</summary>
public enum LiveClientKind
{
    /// <summary>It signals what threads watch (<c>events</c>).</summary>
    Signals,

    /// <summary>Each connection has one request at a time (<c>closed</c>).</summary>
    Closed,

    /// <summary>Requests come at their times, whatever became of the earlier ones (<c>open</c>).</summary>
    Open,

    /// <summary>The same, with the times, connections, sizes and service times of a recording (<c>replay</c>).</summary>
    Replay,
}
