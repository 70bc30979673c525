namespace GmpSim.GoRuntime;

/// <summary>Go's words for wait reasons (waitReasonStrings, runtime2.go).</summary>
public static class WaitReasons
{
    /// <summary>Mutexes have reasons of their own from this version on; before, they wait for a semaphore like everybody.</summary>
    private const int FirstMinorWithMutexReasons = 20;

    /// <summary>WaitGroups have a reason of their own from this version on.</summary>
    private const int FirstMinorWithWaitGroupReason = 25;

    /// <summary>The words that Go 1.<paramref name="minor"/> prints; empty for a goroutine that has never parked.</summary>
    public static string Text(this WaitReason reason, int minor) => reason switch
    {
        WaitReason.None => "",
        WaitReason.IOWait => "IO wait",
        WaitReason.Sleep => "sleep",
        WaitReason.ChanReceive => "chan receive",
        WaitReason.ChanSend => "chan send",
        WaitReason.Select => "select",
        WaitReason.Semacquire => "semacquire",
        WaitReason.SyncCondWait => "sync.Cond.Wait",
        WaitReason.SyncMutexLock => minor < FirstMinorWithMutexReasons ? "semacquire" : "sync.Mutex.Lock",
        WaitReason.SyncRWMutexRLock => minor < FirstMinorWithMutexReasons ? "semacquire" : "sync.RWMutex.RLock",
        WaitReason.SyncRWMutexLock => minor < FirstMinorWithMutexReasons ? "semacquire" : "sync.RWMutex.Lock",
        WaitReason.SyncWaitGroupWait => minor < FirstMinorWithWaitGroupReason ? "semacquire" : "sync.WaitGroup.Wait",
        WaitReason.GCAssistMarking => "GC assist marking",
        WaitReason.GCAssistWait => "GC assist wait",
        WaitReason.GCSweepWait => "GC sweep wait",
        WaitReason.GCScavengeWait => "GC scavenge wait",
        WaitReason.GCWorkerIdle => "GC worker (idle)",
        WaitReason.GCWorkerActive => "GC worker (active)",
        WaitReason.GCMarkTermination => "GC mark termination",
        WaitReason.ForceGCIdle => "force gc (idle)",
        WaitReason.StoppingTheWorld => "stopping the world",
        WaitReason.UpdateGomaxprocsIdle => "GOMAXPROCS updater (idle)",
        WaitReason.Preempted => "preempted",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown wait reason."),
    };

    /// <summary>Whether the wait counts in /sync/mutex/wait/total:seconds (isMutexWait, from 1.20).</summary>
    internal static bool IsMutexWait(this WaitReason reason) =>
        reason is WaitReason.SyncMutexLock or WaitReason.SyncRWMutexRLock or WaitReason.SyncRWMutexLock;
}
