using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>What surrounds the server on its machine: the CPU quota of its cgroup, threads of other tenants, the host of a virtual machine.</summary>
internal sealed class Surroundings
{
    private readonly List<BackgroundLoad> _background = [];
    private readonly Host _host;

    /// <summary>Sets everything up and starts it.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="setup">The scenario point.</param>
    /// <param name="server">The server's process, of which no thread has started.</param>
    internal Surroundings(Host host, PointSetup setup, ProcessAccount server)
    {
        _host = host;
        HasSteal = setup.Os.Steal is not null;
        Quota = server.Bandwidth = NewQuota(setup);
        if (setup.Os.Steal is { } steal) host.Steal(steal.Share, steal.Gap);
        for (var i = 0; i < setup.Os.Background.Count; i++) Start(setup.Os.Background[i], i);
    }

    /// <summary>The server's group; <see langword="null"/> where nothing ever limits it.</summary>
    internal CpuBandwidth? Quota { get; }

    /// <summary>Whether there are threads of other tenants.</summary>
    internal bool HasBackground => _background.Count > 0;

    /// <summary>Whether the host takes cores away.</summary>
    internal bool HasSteal { get; }

    /// <summary>CPU time of other tenants so far.</summary>
    internal SimDuration BackgroundCpu
    {
        get
        {
            var total = SimDuration.Zero;
            foreach (var load in _background) total += load.Account.CpuTime;
            return total;
        }
    }

    /// <summary>Time that the host has taken from all cores so far, while there was something to do.</summary>
    internal SimDuration Stolen
    {
        get
        {
            var total = SimDuration.Zero;
            foreach (var core in _host.Cores) total += core.TimeOf(CpuUse.Steal);
            return total;
        }
    }

    /// <summary>What the runtime reads from its cgroup as time goes by; nothing where it does not look.</summary>
    internal static IReadOnlyList<CgroupLimit> LimitsRead(PointSetup setup) =>
        setup.Runtime is { FollowsCgroup: true } ? LimitsOf(setup) : [];

    private static List<CgroupLimit> LimitsOf(PointSetup setup)
    {
        var limits = new List<CgroupLimit>();
        if (setup.Os.CpuQuota.Cores is { } cores) limits.Add(new(SimDuration.Zero, cores));
        foreach (var limit in setup.Runtime?.CgroupLimits ?? []) limits.Add(new(limit.At, limit.Cores));
        return limits;
    }

    private CpuBandwidth? NewQuota(PointSetup setup)
    {
        var limits = LimitsOf(setup);
        if (limits.Count == 0) return null;
        var quota = setup.Os.CpuQuota;
        _host.ChargesInterrupts = quota.ChargesInterrupts;
        var group = _host.NewBandwidth(quota.Slice);
        var start = _host.Simulation.Now; // of the run; of a replica that comes later, its own
        foreach (var limit in limits) group.LimitFrom(start + limit.At, limit.Cores is { } cores ? CpuQuota.OfCores(cores, quota.Period, quota.Burst) : null);
        return group;
    }

    private void Start(BackgroundSpec tenant, int number)
    {
        if (tenant.Threads == 0) return;
        var cpus = _host.Cores.Count;
        var pin = tenant.Pin ?? [.. Enumerable.Range(0, cpus)];
        var load = new BackgroundLoad(_host, $"background/{number}", tenant.Burst, tenant.Utilisation);
        load.Start(tenant.Threads, thread => CpuSet.Of(tenant.PerCpu ? [pin[thread % pin.Count]] : pin, cpus), tenant.Nice);
        _background.Add(load);
    }
}
