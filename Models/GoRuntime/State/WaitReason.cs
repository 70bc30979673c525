namespace GmpSim.GoRuntime;

/// <summary>What a goroutine parked for (waitReason, runtime2.go). A goroutine keeps the last one after it has been readied, as in Go.</summary>
/// <remarks>Only the reasons that the model can produce. <see cref="WaitReasons.Text"/> gives Go's words, which differ between versions.</remarks>
public enum WaitReason : byte
{
    /// <summary>It has never parked.</summary>
    None,

    /// <summary>On a descriptor, in the netpoller (netpollblock).</summary>
    IOWait,

    /// <summary>Until a timer (time.Sleep).</summary>
    Sleep,

    /// <summary>chanrecv.</summary>
    ChanReceive,

    /// <summary>chansend.</summary>
    ChanSend,

    /// <summary>selectgo.</summary>
    Select,

    /// <summary>A semaphore that is no mutex's (semacquire).</summary>
    Semacquire,

    /// <summary>sync.Cond.Wait.</summary>
    SyncCondWait,

    /// <summary>sync.Mutex.Lock.</summary>
    SyncMutexLock,

    /// <summary>sync.RWMutex.RLock.</summary>
    SyncRWMutexRLock,

    /// <summary>sync.RWMutex.Lock.</summary>
    SyncRWMutexLock,

    /// <summary>sync.WaitGroup.Wait.</summary>
    SyncWaitGroupWait,

    /// <summary>An allocation that marks for its debt; the goroutine is on its CPU (gcAssistAlloc).</summary>
    GCAssistMarking,

    /// <summary>An allocation that queues until others have marked for it (gcParkAssist).</summary>
    GCAssistWait,

    /// <summary>The sweeper, until the next cycle (bgsweep).</summary>
    GCSweepWait,

    /// <summary>The scavenger (bgscavenge).</summary>
    GCScavengeWait,

    /// <summary>A mark worker without work (gcBgMarkWorker).</summary>
    GCWorkerIdle,

    /// <summary>A mark worker at work: waiting in name only, so that its stack can be scanned.</summary>
    GCWorkerActive,

    /// <summary>The goroutine that ends the mark phase; on its CPU.</summary>
    GCMarkTermination,

    /// <summary>The goroutine that starts forced collections (forcegchelper).</summary>
    ForceGCIdle,

    /// <summary>A goroutine that stops the world; on its CPU.</summary>
    StoppingTheWorld,

    /// <summary>The goroutine that adapts GOMAXPROCS, when there is nothing to change (from 1.25).</summary>
    UpdateGomaxprocsIdle,

    /// <summary>Stopped so that somebody can scan its stack (preemptPark).</summary>
    Preempted,
}
