using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <content>Locks, pools, channels, WaitGroups.</content>
internal abstract partial class ProgramBody
{
    /// <summary>Number of the goroutine among those of its spawn, from 0.</summary>
    private protected virtual int IndexInSpawn => 0;

    /// <summary>How many goroutines its spawn made.</summary>
    private protected virtual int CountInSpawn => 1;

    private Process<Step> RunSync(WorkerThread m, Goroutine g, Operation operation) => throw NotWired(operation);
}
