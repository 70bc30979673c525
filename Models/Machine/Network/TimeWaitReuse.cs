namespace GmpSim.Machine;

/// <summary>Which connects may use a port that is in TIME_WAIT towards the same destination (<c>tcp_tw_reuse</c>), once the entry is a second old.</summary>
public enum TimeWaitReuse
{
    /// <summary>None (0).</summary>
    Never,

    /// <summary>All (1).</summary>
    Always,

    /// <summary>Those over the loopback device (2, the default).</summary>
    Loopback,
}
