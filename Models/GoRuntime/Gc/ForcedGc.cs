using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>A cycle at least every two minutes: sysmon wakes a goroutine that starts one (forcegchelper in proc.go).</summary>
internal sealed class ForcedGc(GoProcess process, Collector collector) : IGoroutineBody
{
    /// <summary>Source: forcegcperiod, every Go version.</summary>
    private static readonly SimDuration s_period = SimDuration.FromSeconds(120);

    private readonly HelperGoroutine _helper = new(process, WaitReason.ForceGCIdle);

    /// <summary>The helper while it has nothing to do. For checks.</summary>
    internal Goroutine? Waiting => _helper.Waiting;

    internal void Create(WorkerThread m)
    {
        if (_helper.IsStarted) return;
        m.Thread.SpendInRuntime(process.Costs.Create);
        _helper.Start(this);
    }

    /// <summary>sysmon's look: is the last cycle more than two minutes ago?</summary>
    internal void WakeIfDue(KernelThread sysmon)
    {
        if (_helper.IsParked && IsDue(sysmon.LocalNow)) _helper.WakeFromSysmon(sysmon);
    }

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        await m.Thread.Settle();
        if ((IsDue(m.Thread.LocalNow) || collector.IsStarting(g)) && !await collector.Start(m, g, bytes: 0, isPeriodic: true)) return RunOutcome.Parked;
        _helper.Park();
        return RunOutcome.Parked;
    }

    private bool IsDue(SimTime now) => !collector.IsRunning && collector.LastEnd is { } end && end + s_period < now;
}
