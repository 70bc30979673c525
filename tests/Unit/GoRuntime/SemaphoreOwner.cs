using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Stands for the mutex or group that a semaphore would belong to, so that the checker looks at it.</summary>
internal sealed class SemaphoreOwner(GmpSim.GoRuntime.Semaphore semaphore) : ISyncObject
{
    public string Name => "semaphore";

    public WaitQueue? QueueAt(int index) => index == 0 ? semaphore.Queue : null;

    public string? FindFault() => semaphore.FindFault();
}
