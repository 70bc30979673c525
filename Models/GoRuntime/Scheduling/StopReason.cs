namespace GmpSim.GoRuntime;

/// <summary>Why the world is stopped; runtime/metrics counts the collector's pauses and all others apart (from 1.22).</summary>
public enum StopReason
{
    /// <summary>The collector: sweep termination or mark termination.</summary>
    Gc,

    /// <summary>Anything else: GOMAXPROCS, memory statistics, profiles.</summary>
    Other,
}
