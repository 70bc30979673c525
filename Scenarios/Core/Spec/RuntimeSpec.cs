using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>The <c>runtime</c> section: which Go, how many Ps, which netpoller.</summary>
public sealed record RuntimeSpec
{
    /// <summary>Minor version of Go 1.x whose rules apply: 14 to 27.</summary>
    public required int GoMinor { get; init; }

    /// <summary>Number of Ps, 1 to 1024.</summary>
    public required int Gomaxprocs { get; init; }

    /// <summary>What that number would be if nobody set it: the CPUs of the server or, from Go 1.25 on, the CPU limit rounded up.</summary>
    public required int DefaultGomaxprocs { get; init; }

    /// <summary>The network poller.</summary>
    public required NetpollerSpec Netpoller { get; init; }

    /// <summary>Whether a blocked poller's time-out is exact (epoll_pwait2) and not in whole milliseconds.</summary>
    public required bool ExactPollTimeout { get; init; }

    /// <summary>Teaching switches.</summary>
    public required TogglesSpec Toggles { get; init; }

    /// <summary>The garbage collector.</summary>
    public required GcSpec Gc { get; init; }

    /// <summary>Calls of runtime.GOMAXPROCS, in order of time.</summary>
    public required IReadOnlyList<GomaxprocsChangeSpec> Changes { get; init; }

    /// <summary>Whether GOMAXPROCS follows the cgroup's CPU limit: from Go 1.25 on, where nothing else sets it.</summary>
    public required bool FollowsCgroup { get; init; }

    /// <summary>CPU limits of the cgroup that replace <c>os.cpu_quota</c> while the server runs, in order of time.</summary>
    public required IReadOnlyList<CgroupLimitSpec> CgroupLimits { get; init; }
}

/// <summary>The <c>runtime.gc</c> value, long form.</summary>
public sealed record GcSpec
{
    /// <summary>GOGC in per cent; <see langword="null"/> for off.</summary>
    public required int? Gogc { get; init; }

    /// <summary>Bytes that stay reachable.</summary>
    public required int LiveHeapBytes { get; init; }

    /// <summary>Share of them that is scanned, 0 to 1.</summary>
    public required double Scannable { get; init; }

    /// <summary>GOMEMLIMIT in bytes; <see langword="null"/> for none.</summary>
    public required int? MemoryLimitBytes { get; init; }
}

/// <summary>One of <c>runtime.changes</c>.</summary>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Gomaxprocs">Number of Ps from then on.</param>
public sealed record GomaxprocsChangeSpec(SimDuration At, int Gomaxprocs);

/// <summary>One of <c>runtime.cgroup_limits</c>.</summary>
/// <param name="At">From when, from the start of the run.</param>
/// <param name="Cores">Cores; <see langword="null"/> for no limit.</param>
public sealed record CgroupLimitSpec(SimDuration At, double? Cores);

/// <summary>The <c>runtime.netpoller</c> value, long form.</summary>
public sealed record NetpollerSpec
{
    /// <summary><c>shared</c>, <c>per-p</c>, <c>sharded</c> or <c>dedicated</c>.</summary>
    public required string Topology { get; init; }

    /// <summary>Number of epoll instances of <c>sharded</c>, or of threads of <c>dedicated</c>; 1 otherwise.</summary>
    public required int Shards { get; init; }

    /// <summary><c>edge</c> or <c>level</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>EPOLLONESHOT.</summary>
    public required bool Oneshot { get; init; }

    /// <summary>EPOLLEXCLUSIVE.</summary>
    public required bool Exclusive { get; init; }

    /// <summary><c>one</c>: at most one M blocks on an instance; <c>all</c>: any idle M may.</summary>
    public required string Waiters { get; init; }

    /// <summary>Events one epoll_wait returns at most.</summary>
    public required int MaxEvents { get; init; }

    /// <summary>Whether a connection is registered anew when its goroutine parks on another P (per-p only).</summary>
    public required bool RebindOnMigrate { get; init; }
}

/// <summary>The <c>runtime.toggles</c> section: parts of the scheduler that can be switched off to see what they do.</summary>
public sealed record TogglesSpec
{
    /// <summary>The runnext slot.</summary>
    public required bool Runnext { get; init; }

    /// <summary>Work stealing.</summary>
    public required bool Steal { get; init; }

    /// <summary>Pause of a thief before it takes a victim's runnext; as asked of <c>usleep</c>, timer slack comes on top.</summary>
    public required SimDuration StealPause { get; init; }

    /// <summary>Spinning Ms.</summary>
    public required bool Spinning { get; init; }

    /// <summary>The system monitor.</summary>
    public required bool Sysmon { get; init; }

    /// <summary>Preemption by signal (from 1.14).</summary>
    public required bool AsyncPreempt { get; init; }

    /// <summary>The look at the global queue every 61st schedtick.</summary>
    public required bool FairnessTick { get; init; }
}
