using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Tests.Unit.Machine;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>A goroutine written as its steps, one after another; each is done at its instant, and it ends after the last.</summary>
internal sealed class Script(GoStage go, string name) : IGoroutineBody
{
    private readonly List<Func<WorkerThread, Goroutine, Process<RunOutcome?>>> _steps = [];
    private int _at;
    private bool _isEndless;

    public override string ToString() => $"goroutine '{name}'";

    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        while (_at < _steps.Count)
        {
            await m.Thread.Settle();
            if (g.PreemptRequested) return RunOutcome.Preempted;
            var outcome = await _steps[_at](m, g);
            if (outcome != RunOutcome.Parked) _at++;
            if (_isEndless && _at == _steps.Count) _at = 0;
            if (outcome is { } left) return left;
        }

        await m.Thread.Settle();
        return RunOutcome.Exited;
    }

    /// <summary>Notes the name, or the name and what.</summary>
    internal Script Note(string? what = null) => Then((_, _) => go.Note(what is null ? name : $"{name} {what}"));

    internal Script NoteP() => Then((m, _) => go.Note($"{name} on P{m.P!.Id}"));

    internal Script Cpu(double us) => Then((m, _) => m.Thread.Spend(SimDuration.FromPicoseconds((long)(us * 1_000_000))));

    internal Script Yield() => Leave((_, _) => RunOutcome.Yielded);

    internal Script Sleep(long us)
    {
        var hasSlept = false;
        return Leave((m, g) =>
        {
            if (hasSlept) return null;
            hasSlept = true;
            go.Process.ParkForSleep(m, g, Stage.Us(us));
            return RunOutcome.Parked;
        });
    }

    /// <summary>Notes on which M it runs.</summary>
    internal Script NoteM() => Then((m, _) => go.Note($"{name} on M{m.Id}"));

    internal Script Call(double us, SyscallKind kind = SyscallKind.Ordinary) => Add(async (m, g) =>
        await go.Process.Syscalls.Call(m, g, SimDuration.FromPicoseconds((long)(us * 1_000_000)), kind) ? null : RunOutcome.LostP);

    internal Script LockThread() => Then((m, g) => go.Process.LockedThreads.Lock(m, g));

    internal Script UnlockThread() => Then((m, _) => go.Process.LockedThreads.Unlock(m));

    /// <summary>Computes; a signal may cut it short.</summary>
    internal Script Hog(long us)
    {
        var left = Stage.Us(us);
        return Add(async (m, g) =>
        {
            do
            {
                m.Thread.Spend(left);
                left = await m.Thread.SettleInterruptibly();
            }
            while (left > SimDuration.Zero && !g.PreemptRequested);
            if (left == SimDuration.Zero) return null;
            _at--; // comes back for the rest
            return RunOutcome.Preempted;
        });
    }

    internal Script Spawn(params Script[] others) => Then((m, _) =>
    {
        foreach (var other in others) go.Process.Spawn(m, other);
    });

    /// <summary>Starts the others one after another and lets each run until it parks.</summary>
    internal Script SpawnAndLetPark(params Script[] others)
    {
        foreach (var other in others) Spawn(other).Yield();
        return this;
    }

    internal Script Send(Channel channel) => UntilDone((m, g) => channel.Send(m, g));

    internal Script Receive(Channel channel) => UntilDone((m, g) => channel.Receive(m, g));

    internal Script Close(Channel channel) => Then((m, g) => channel.Close(m, g));

    /// <summary>Executes a select and notes which case was taken.</summary>
    internal Script Select(params SelectCase[] cases) => Select(cases, hasDefault: false);

    internal Script SelectOrDefault(params SelectCase[] cases) => Select(cases, hasDefault: true);

    internal Script Lock(GoMutex mutex) => Add(async (m, g) => await mutex.Lock(m, g) ? null : RunOutcome.Parked);

    internal Script Unlock(GoMutex mutex) => Leave((m, g) => mutex.Unlock(m, g) ? RunOutcome.YieldedLocally : null);

    internal Script Lock(ReadWriteMutex mutex) => Add(async (m, g) => await mutex.Lock(m, g) ? null : RunOutcome.Parked);

    internal Script Unlock(ReadWriteMutex mutex) => Leave((m, g) => mutex.Unlock(m, g) ? RunOutcome.YieldedLocally : null);

    internal Script ReadLock(ReadWriteMutex mutex) => UntilDone((m, g) => mutex.ReadLock(m, g));

    internal Script ReadUnlock(ReadWriteMutex mutex) => Then((m, g) => mutex.ReadUnlock(m, g));

    internal Script Acquire(Pool pool) => UntilDone((m, g) => pool.Acquire(m, g) == PoolOutcome.Taken);

    internal Script Release(Pool pool) => Then((m, g) => pool.Release(m, g));

    internal Script Acquire(GmpSim.GoRuntime.Semaphore semaphore, bool lifo = false) => UntilDone((m, g) => semaphore.Acquire(m, g, WaitReason.Semacquire, lifo));

    internal Script Release(GmpSim.GoRuntime.Semaphore semaphore, bool handOff = false) => Leave((m, _) => semaphore.Release(m, handOff) ? RunOutcome.YieldedLocally : null);

    internal Script Add(WaitGroup group) => Then((m, _) => group.Add(m));

    internal Script Done(WaitGroup group) => Then((m, g) => group.Done(m, g));

    internal Script Wait(WaitGroup group) => UntilDone((m, g) => group.Wait(m, g));

    /// <summary>Repeats what <paramref name="more"/> adds.</summary>
    internal Script Times(int count, Func<Script, Script> more)
    {
        for (var i = 0; i < count; i++) more(this);
        return this;
    }

    internal Script Then(Action<WorkerThread, Goroutine> step) => Leave((m, g) =>
    {
        step(m, g);
        return null;
    });

    /// <summary>Computes until it is preempted.</summary>
    internal Script Hog() => Add(async (m, _) =>
    {
        m.Thread.Spend(SimDuration.FromSeconds(1));
        await m.Thread.SettleInterruptibly();
        return RunOutcome.Preempted;
    });

    /// <summary>Begins again after its last step.</summary>
    internal Script Forever()
    {
        _isEndless = true;
        return this;
    }

    private Script Select(SelectCase[] cases, bool hasDefault)
    {
        var select = go.Process.Sync.Select;
        var isParked = false;
        return Leave((m, g) =>
        {
            var chosen = isParked ? select.Finish(m, g) : select.Execute(m, g, cases, hasDefault);
            isParked = chosen == GmpSim.GoRuntime.Select.Parked;
            if (isParked) return RunOutcome.Parked;
            go.Note(chosen == GmpSim.GoRuntime.Select.Default ? $"{name} default" : $"{name} case {chosen}");
            return null;
        });
    }

    private Script UntilDone(Func<WorkerThread, Goroutine, bool> operation) => Leave((m, g) => operation(m, g) ? null : RunOutcome.Parked);

    private Script Leave(Func<WorkerThread, Goroutine, RunOutcome?> step) => Add(async (m, g) =>
    {
        await m.Thread.Settle();
        return step(m, g);
    });

    private Script Add(Func<WorkerThread, Goroutine, Process<RunOutcome?>> step)
    {
        _steps.Add(step);
        return this;
    }
}
