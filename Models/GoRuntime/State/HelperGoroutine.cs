using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>A goroutine of the runtime's own that is parked until there is something for it to do, and parks again (forcegchelper, bgsweep, updateMaxProcsGoroutine).</summary>
internal sealed class HelperGoroutine(GoProcess process, WaitReason reason)
{
    private readonly List<Goroutine> _woken = [];
    private Goroutine? _goroutine;

    internal bool IsStarted => _goroutine is not null;

    internal bool IsParked { get; private set; }

    /// <summary>The goroutine while it has nothing to do. For checks.</summary>
    internal Goroutine? Waiting => IsParked ? _goroutine : null;

    /// <summary>Creates it, parked.</summary>
    internal void Start(IGoroutineBody body)
    {
        _goroutine = process.NewGoroutine(body);
        Park();
    }

    /// <summary>Its work is done.</summary>
    internal void Park()
    {
        _goroutine!.Park(reason);
        IsParked = true;
    }

    /// <summary>goready, by an M that has a P.</summary>
    internal void Wake(WorkerThread m)
    {
        IsParked = false;
        process.Waker.Ready(m, _goroutine!);
    }

    /// <summary>injectglist, by sysmon, which has no P.</summary>
    internal void WakeFromSysmon(KernelThread sysmon)
    {
        IsParked = false;
        _woken.Add(_goroutine!);
        process.Waker.InjectWithoutP(sysmon, _woken);
    }
}
