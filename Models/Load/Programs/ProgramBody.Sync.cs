using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <content>Locks, pools, channels, WaitGroups. Each operation happens at its instant, after what the thread owes has passed: goroutines on two Ms see each other in the order of simulated time.</content>
internal abstract partial class ProgramBody
{
    /// <summary>Counts the goroutines that this one has spawned in no group; only where its program waits for them.</summary>
    private WaitGroup? _children;

    /// <summary>The program that it runs, for messages.</summary>
    public override string ToString() => $"program '{_program.Name}'";

    /// <summary>Number of the goroutine among those of its spawn, from 0.</summary>
    private protected virtual int IndexInSpawn => 0;

    /// <summary>How many goroutines its spawn made.</summary>
    private protected virtual int CountInSpawn => 1;

    private Process<Step> RunSync(WorkerThread m, Goroutine g, Operation operation) => operation.Kind switch
    {
        OperationKind.Lock or OperationKind.WriteLock => Lock(m, g, operation),
        OperationKind.Select => Select(m, g, operation),
        _ => Synchronise(m, g, operation),
    };

    private async Process<Step> Lock(WorkerThread m, Goroutine g, Operation operation)
    {
        await m.Thread.Settle();
        var holds = operation.Kind == OperationKind.Lock
            ? await _shared.Mutexes[operation.Shared].Lock(m, g)
            : await _shared.ReadWriteMutexes[operation.Shared].Lock(m, g);
        return holds ? Step.Next : Step.Parked;
    }

    /// <summary>The operations that take no simulated time of their own. One that parks is called again when the goroutine runs next.</summary>
    private async Process<Step> Synchronise(WorkerThread m, Goroutine g, Operation operation)
    {
        await m.Thread.Settle();
        switch (operation.Kind)
        {
            case OperationKind.Unlock: return HandedOver(_shared.Mutexes[operation.Shared].Unlock(m, g));
            case OperationKind.WriteUnlock: return HandedOver(_shared.ReadWriteMutexes[operation.Shared].Unlock(m, g));
            case OperationKind.ReadLock: return Done(_shared.ReadWriteMutexes[operation.Shared].ReadLock(m, g));
            case OperationKind.ReadUnlock: _shared.ReadWriteMutexes[operation.Shared].ReadUnlock(m, g); return Step.Next;
            case OperationKind.Acquire: return Acquired(_shared.Pools[operation.Shared].Acquire(m, g, operation.Deadline));
            case OperationKind.Release: _shared.Pools[operation.Shared].Release(m, g); return Step.Next;
            case OperationKind.Send: return Done(ChannelOf(operation.Shared, operation.At).Send(m, g));
            case OperationKind.Receive: return Done(ChannelOf(operation.Shared, operation.At).Receive(m, g));
            case OperationKind.CloseChannel: ChannelOf(operation.Shared, operation.At).Close(m, g); return Step.Next;
            case OperationKind.Wait: return Done(GroupOf(operation.Shared) is not { } group || group.Wait(m, g));
            default: throw NotWired(operation);
        }
    }

    private async Process<Step> Select(WorkerThread m, Goroutine g, Operation operation)
    {
        await m.Thread.Settle();
        var select = _process.Sync.Select;
        var taken = _inOperation ? select.Finish(m, g) : BeginSelect(m, g, operation);
        _inOperation = taken == GoRuntime.Select.Parked;
        if (_inOperation) return Step.Parked;
        _at = operation.Cases[operation.IndexOfCase(taken)].Target;
        return Step.Jumped;
    }

    private int BeginSelect(WorkerThread m, Goroutine g, Operation operation)
    {
        var cases = _shared.SelectCases(operation.Cases.Count);
        var count = 0;
        for (var i = 0; i < operation.Cases.Count; i++)
        {
            var one = operation.Cases[i];
            switch (one.Kind)
            {
                case SelectCaseKind.Send: cases[count++] = GoRuntime.SelectCase.Send(ChannelOf(one.Channel, one.At)); break;
                case SelectCaseKind.Receive: cases[count++] = GoRuntime.SelectCase.Receive(ChannelOf(one.Channel, one.At)); break;
                case SelectCaseKind.After: cases[count++] = GoRuntime.SelectCase.OnTime(one.After!.Sample(Stream)); break;
            }
        }

        return _process.Sync.Select.Execute(m, g, cases.AsSpan(0, count), hasDefault: count < operation.Cases.Count);
    }

    /// <summary>The group that a goroutine spawned by <paramref name="operation"/> belongs to; <see langword="null"/> when nobody will wait for it.</summary>
    private WaitGroup? GroupOfSpawn(Operation operation)
    {
        if (operation.Shared < 0 && _program.WaitsForChildren) _children ??= _process.Sync.NewOwnWaitGroup("children of " + _program.Name);
        return GroupOf(operation.Shared);
    }

    private WaitGroup? GroupOf(int shared) => shared < 0 ? _children : _shared.WaitGroups[shared];

    private Channel ChannelOf(int shared, ChannelPosition at) => _shared.ChannelAt(shared, at switch
    {
        ChannelPosition.Own => IndexInSpawn,
        ChannelPosition.Next => (IndexInSpawn + 1) % CountInSpawn,
        ChannelPosition.Previous => (IndexInSpawn + CountInSpawn - 1) % CountInSpawn,
        _ => 0,
    });

    private static Step Done(bool isDone) => isDone ? Step.Next : Step.Parked;

    private static Step Acquired(PoolOutcome outcome) => outcome switch
    {
        PoolOutcome.Taken => Step.Next,
        PoolOutcome.Parked => Step.Parked,
        _ => Step.Ended,
    };

    /// <summary>An unlock that handed the mutex over ends with goyield: the new owner runs first.</summary>
    private static Step HandedOver(bool isHandedOver) => isHandedOver ? Step.NextAfterYield : Step.Next;
}
