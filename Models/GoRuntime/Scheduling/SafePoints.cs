using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>Running a function once on every P without stopping the world (forEachP, runSafePointFn in proc.go): the ragged barrier.</summary>
/// <remarks>Whoever calls it owns worldsema, so there is never a second one, and the world is not stopped meanwhile.</remarks>
internal sealed class SafePoints(GoProcess process)
{
    /// <summary>How long the caller sleeps before it asks again. Source: forEachP, every Go version.</summary>
    private static readonly SimDuration s_askAgain = SimDuration.FromMicroseconds(100);

    private readonly Sched _sched = process.Sched;
    private readonly Futex _note = process.NewNote(); // sched.safePointNote
    private ISafePointFunction? _function;
    private int _wait;

    /// <summary>forEachP: returns when the function has run on every P.</summary>
    internal async Process ForEachP(WorkerThread m, ISafePointFunction function)
    {
        var thread = m.Thread;
        _sched.Lock(thread);
        await thread.Settle();
        _function = function;
        _wait = process.AllP.Length - 1;
        foreach (var p in process.AllP) p.MustRunSafePoint = !ReferenceEquals(p, m.P);
        process.World.PreemptAll(thread);

        foreach (var p in _sched.IdleStack) RunFor(thread, p);
        function.RunOn(thread, m.P!);
        foreach (var p in process.AllP)
        {
            if (!p.MustRunSafePoint || !p.IsInSyscall) continue;
            Syscalls.TakeP(p);
            process.HandOff.HandOffP(thread, p);
        }

        while (_wait > 0)
        {
            _note.BeginWait(thread);
            await thread.BlockUntil(thread.LocalNow + s_askAgain + process.Host.Costs.TimerSlack);
            if (_note.Leave(thread) && _wait > 0) process.World.PreemptAll(thread);
        }

        await thread.Settle();
        _function = null;
    }

    /// <summary>runSafePointFn: the M that holds the P, or is about to let it go, runs the function; the caller hears of the last one.</summary>
    internal void Run(KernelThread by, Processor p)
    {
        if (!RunFor(by, p) || _wait > 0) return;
        _note.Wake(by);
    }

    private bool RunFor(KernelThread by, Processor p)
    {
        if (!p.MustRunSafePoint) return false;
        p.MustRunSafePoint = false;
        _wait--;
        _function!.RunOn(by, p);
        return true;
    }
}
