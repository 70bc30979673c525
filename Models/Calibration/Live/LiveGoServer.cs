using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>A server on goroutines, Ps and Ms: kinds <c>http</c> and <c>echo</c>.</summary>
public sealed record LiveGoServer : LiveServer
{
    /// <summary>Ps, at least 1.</summary>
    public required int Gomaxprocs { get; init; }

    /// <summary>What the goroutine of a connection does for each request.</summary>
    public required IReadOnlyList<LiveStep> Handler { get; init; }

    /// <summary>Whether each P has an epoll instance of its own (<c>per-p</c>); otherwise one for all (<c>shared</c>).</summary>
    public bool InstancePerP { get; init; }

    /// <summary>Whether every M that finds nothing sleeps in epoll_wait; otherwise at most one on each instance.</summary>
    public bool AllWait { get; init; }

    /// <summary>EPOLLET; otherwise descriptors are armed when a goroutine parks.</summary>
    public bool EdgeTriggered { get; init; } = true;

    /// <summary>EPOLLONESHOT: armed on each park that finds the descriptor disarmed.</summary>
    public bool Oneshot { get; init; }

    /// <summary>Most events that one epoll_wait takes.</summary>
    public int MaxEvents { get; init; } = 128;

    /// <summary>Work stealing.</summary>
    public bool Steal { get; init; } = true;

    /// <summary>Pause of a thief before it takes a victim's runnext.</summary>
    public SimDuration StealPause { get; init; } = SimDuration.FromMicroseconds(3);

    /// <summary>The system monitor.</summary>
    public bool Sysmon { get; init; } = true;

    /// <summary>The look at the global queue every 61st schedtick.</summary>
    public bool FairnessTick { get; init; } = true;
}
