using GmpSim.GoRuntime;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>A Go process of a scenario point on a machine, and what surrounds it there.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process; nothing runs in it yet.</param>
/// <param name="Surroundings">Quota, other tenants, steal time.</param>
/// <param name="Shared">What its goroutines share.</param>
internal sealed record GoServer(Host Host, GoProcess Process, Surroundings Surroundings, SharedObjects Shared)
{
    /// <summary>Puts the process of a scenario point on a machine.</summary>
    internal static GoServer Make(PointSetup setup, RuntimeSpec runtime, Host host, CompiledPrograms compiled, GoFault fault)
    {
        var options = Options(runtime, compiled.Allocates) with { CgroupLimits = Surroundings.LimitsRead(setup), Fault = fault };
        var costs = GoCosts.From(key => setup.Machine.Costs[key].Value);
        var process = new GoProcess(host, options, costs, Cpus(setup.Os.PinServer, host.Hardware.Topology));
        var surroundings = new Surroundings(host, setup, process.Account);
        process.Account.Descriptors.Limit = setup.Os.FdLimit ?? int.MaxValue;
        return new(host, process, surroundings, new SharedObjects(process, compiled.Shared));
    }

    private static CpuSet Cpus(IReadOnlyList<int>? pinned, MachineTopology topology) =>
        pinned is null ? CpuSet.All(topology.LogicalCpus) : CpuSet.Of(pinned, topology.LogicalCpus);

    private static GcOptions Gc(GcSpec gc) => new()
    {
        Gogc = gc.Gogc,
        LiveHeapBytes = gc.LiveHeapBytes,
        ScannablePercent = (int)Math.Round(gc.Scannable * 100),
        MemoryLimitBytes = gc.MemoryLimitBytes,
    };

    private static EpollTrigger PollTrigger(NetpollerSpec netpoller) =>
        (netpoller.Trigger == "edge" ? EpollTrigger.EdgeTriggered : EpollTrigger.None)
        | (netpoller.Oneshot ? EpollTrigger.OneShot : EpollTrigger.None)
        | (netpoller.Exclusive ? EpollTrigger.Exclusive : EpollTrigger.None);

    private static GoOptions Options(RuntimeSpec runtime, bool allocates) => new()
    {
        Gomaxprocs = runtime.Gomaxprocs,
        Rules = new(runtime.GoMinor),
        Topology = runtime.Netpoller.Topology switch
        {
            "per-p" => NetpollTopology.PerP,
            "sharded" => NetpollTopology.Sharded,
            "dedicated" => NetpollTopology.Dedicated,
            _ => NetpollTopology.Shared,
        },
        Shards = runtime.Netpoller.Shards,
        PollTrigger = PollTrigger(runtime.Netpoller),
        AnyMayWait = runtime.Netpoller.Waiters == "all",
        RebindOnMigrate = runtime.Netpoller.RebindOnMigrate,
        MaxEvents = runtime.Netpoller.MaxEvents,
        ExactPollTimeout = runtime.ExactPollTimeout,
        Runnext = runtime.Toggles.Runnext,
        Steal = runtime.Toggles.Steal,
        StealPause = runtime.Toggles.StealPause,
        Spinning = runtime.Toggles.Spinning,
        Sysmon = runtime.Toggles.Sysmon,
        AsyncPreempt = runtime.Toggles.AsyncPreempt,
        FairnessTick = runtime.Toggles.FairnessTick,
        Gc = allocates ? Gc(runtime.Gc) : null,
        Changes = [.. runtime.Changes.Select(change => new GomaxprocsChange(change.At, change.Gomaxprocs))],
    };
}
