using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <content>Calls of the runtime: timers, goroutines, system calls, threads, memory.</content>
internal abstract partial class ProgramBody
{
    private Process<Step> RunRuntime(WorkerThread m, Goroutine g, Operation operation) => operation.Kind switch
    {
        OperationKind.Sleep => Sleep(m, g, operation),
        OperationKind.Spawn => Spawn(m, operation),
        OperationKind.Alloc => Allocate(m, g, operation),
        OperationKind.Syscall => Call(m, g, operation),
        OperationKind.LockOsThread => LockThread(m, g),
        OperationKind.UnlockOsThread => UnlockThread(m),
        _ => throw NotWired(operation),
    };

    private async Process<Step> Sleep(WorkerThread m, Goroutine g, Operation operation)
    {
        if (_inOperation) return Step.Next;
        _inOperation = true;
        var duration = operation.Time!.Sample(Stream);
        await m.Thread.Settle();
        _process.ParkForSleep(m, g, duration);
        return Step.Parked;
    }

    private async Process<Step> Call(WorkerThread m, Goroutine g, Operation operation)
    {
        var kind = operation.IsBlocking ? SyscallKind.KnownToBlock : operation.IsCgo ? SyscallKind.Cgo : SyscallKind.Ordinary;
        return await _process.Syscalls.Call(m, g, operation.Time!.Sample(Stream), kind) ? Step.Next : Step.LostP;
    }

    private async Process<Step> LockThread(WorkerThread m, Goroutine g)
    {
        await m.Thread.Settle();
        _process.LockedThreads.Lock(m, g);
        return Step.Next;
    }

    private async Process<Step> UnlockThread(WorkerThread m)
    {
        await m.Thread.Settle();
        _process.LockedThreads.Unlock(m);
        return Step.Next;
    }

    private async Process<Step> Spawn(WorkerThread m, Operation operation)
    {
        var group = GroupOfSpawn(operation);
        for (var index = 0; index < operation.Count; index++)
        {
            await m.Thread.Settle(); // a thief must not run the new goroutine before this one has come to its go statement
            group?.Add(m);
            var child = _shared.NewBody().Begin(operation.Program!, Stream.NextBits(), index, operation.Count, group);
            if (HandOver() is { } connection) child.Inherit(connection);
            _process.Spawn(m, child);
        }

        return Step.Next;
    }

    private async Process<Step> Allocate(WorkerThread m, Goroutine g, Operation operation)
    {
        var collector = _process.Gc ?? throw new InvalidOperationException($"Program {_program.Name} allocates in a process without a collector.");
        var left = await collector.Allocate(m, g, operation.Bytes, isResumed: _inOperation);
        if (left is null) return Step.Next;
        _inOperation = true;
        return left == RunOutcome.Preempted ? Step.Preempted : Step.Parked;
    }
}
