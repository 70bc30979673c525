using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>How a simulated Go process is set up.</summary>
public sealed record GoOptions
{
    /// <summary>Number of Ps, 1 to 1024.</summary>
    public required int Gomaxprocs { get; init; }

    /// <summary>Calls of runtime.GOMAXPROCS by the program, in order of time.</summary>
    public IReadOnlyList<GomaxprocsChange> Changes { get; init; } = [];

    /// <summary>CPU limits of the cgroup, in order of time; from 1.25 on GOMAXPROCS follows them, unless the program sets it.</summary>
    public IReadOnlyList<CgroupLimit> CgroupLimits { get; init; } = [];

    /// <summary>The collector; <see langword="null"/> for a process that does not allocate.</summary>
    public GcOptions? Gc { get; init; }

    /// <summary>Version rules.</summary>
    public required GoRules Rules { get; init; }

    /// <summary>The shared netpoller of real Go, or another.</summary>
    public required NetpollTopology Topology { get; init; }

    /// <summary>Instances of the sharded netpoller, or threads of the dedicated one; at least 1.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>How descriptors are registered: edge-triggered in every Go version.</summary>
    public EpollTrigger PollTrigger { get; init; } = EpollTrigger.EdgeTriggered;

    /// <summary>Whether any M may block on an instance, however many are blocked on it; in real Go at most one.</summary>
    public bool AnyMayWait { get; init; }

    /// <summary>Whether a connection is registered anew when its goroutine parks on another P; matters to the netpoller per P only.</summary>
    public bool RebindOnMigrate { get; init; } = true;

    /// <summary>Events that one netpoll takes at most; 128 in every Go version (runtime/netpoll_epoll.go).</summary>
    public int MaxEvents { get; init; } = 128;

    /// <summary>Whether a blocking netpoll takes its time-out to the nanosecond (epoll_pwait2, proposed in golang/go#79872) and not in whole milliseconds, as every Go version does.</summary>
    public bool ExactPollTimeout { get; init; }

    /// <summary>Whether the runnext slot exists.</summary>
    public bool Runnext { get; init; } = true;

    /// <summary>Whether Ms steal from other Ps.</summary>
    public bool Steal { get; init; } = true;

    /// <summary>What a thief asks of usleep before it takes a runnext: 3 µs in every Go version (runqgrab).</summary>
    public SimDuration StealPause { get; init; } = SimDuration.FromMicroseconds(3);

    /// <summary>Whether Ms spin; without, every submission wakes an M if a P is idle.</summary>
    public bool Spinning { get; init; } = true;

    /// <summary>Whether the system monitor runs.</summary>
    public bool Sysmon { get; init; } = true;

    /// <summary>Whether long-running goroutines are preempted by signal.</summary>
    public bool AsyncPreempt { get; init; } = true;

    /// <summary>Whether the global queue is looked at every 61st schedtick.</summary>
    public bool FairnessTick { get; init; } = true;

    /// <summary>A mistake put in on purpose, for tests of the checker and for teaching.</summary>
    public GoFault Fault { get; init; }
}
