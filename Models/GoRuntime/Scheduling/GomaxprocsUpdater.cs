using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>GOMAXPROCS follows the cgroup's CPU limit (sysmonUpdateGOMAXPROCS, updateMaxProcsGoroutine in proc.go, from 1.25).</summary>
/// <remarks>sysmon reads the limit, at most once a second and less often when it sleeps; a helper goroutine stops the world for the change.</remarks>
internal sealed class GomaxprocsUpdater(GoProcess process) : IGoroutineBody
{
    /// <summary>Source: sysmon, from 1.25.</summary>
    private static readonly SimDuration s_period = SimDuration.FromSeconds(1);

    private readonly GomaxprocsCall _call = new(process);
    private readonly HelperGoroutine _helper = new(process, WaitReason.UpdateGomaxprocsIdle);
    private SimTime _lastLook;
    private int _count;

    /// <summary>The helper while there is nothing to change. For checks.</summary>
    internal Goroutine? Waiting => _helper.Waiting;

    /// <summary>Starts the helper.</summary>
    internal void Start() => _helper.Start(this);

    /// <summary>sysmon's look at the limit.</summary>
    internal void Look(KernelThread sysmon)
    {
        if (_lastLook + s_period > sysmon.LocalNow) return;
        _lastLook = sysmon.LocalNow;
        sysmon.CallKernel(); // pread of cpu.max
        _count = CgroupLimit.InForce(process.Options.CgroupLimits, sysmon.LocalNow - SimTime.Zero).DefaultGomaxprocs(process.AllowedCpus);
        if (_count != process.AllP.Length && _helper.IsParked) _helper.WakeFromSysmon(sysmon);
    }

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        if (await _call.Set(m, g, _count)) _helper.Park();
        return RunOutcome.Parked;
    }
}
