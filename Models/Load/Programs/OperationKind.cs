namespace GmpSim.Load;

/// <summary>What one instruction of a goroutine program does, and which values of <see cref="Operation"/> it uses.</summary>
public enum OperationKind
{
    /// <summary>Computes for a sampled time (Time).</summary>
    Cpu,

    /// <summary>Computes for the time that the recording has for this request.</summary>
    CpuRecorded,

    /// <summary>Touches a field on a cache line (Shared: the number of the line's memory, or the goroutine's own line; Offset, Stride, IsWrite).</summary>
    Touch,

    /// <summary>Touches a random part of some memory (Shared: its number, or the goroutine's own; MemorySize, Bytes).</summary>
    TouchMemory,

    /// <summary>Begins a loop (Count: rounds, 0 for endless).</summary>
    RepeatBegin,

    /// <summary>Goes back to the loop's first instruction (Target) until its count is used up.</summary>
    RepeatEnd,

    /// <summary>Goes on with one of several instructions by chance (Ways).</summary>
    Choose,

    /// <summary>Goes on elsewhere (Target).</summary>
    Jump,

    /// <summary>Leaves a mark in the trace (Shared: its number).</summary>
    Log,

    /// <summary>Reads the next request from the served connection; parks until it is there (Bytes: of the buffer; Deadline).</summary>
    Read,

    /// <summary>Writes the response to the served connection (Bytes: instead of the client's).</summary>
    Write,

    /// <summary>Reads the response from the dialled connection (Bytes, Deadline).</summary>
    ReadDialled,

    /// <summary>Writes a request to the dialled connection (Bytes).</summary>
    WriteDialled,

    /// <summary>Accepts a connection (Shared: number of the service).</summary>
    Accept,

    /// <summary>Connects to a service (Shared: its number; Rtt, Time and Bytes of its answers where it is outside the machine).</summary>
    Dial,

    /// <summary>Closes the served connection.</summary>
    Close,

    /// <summary>Closes the dialled connection.</summary>
    CloseDialled,

    /// <summary>Sleeps for a sampled time (Time).</summary>
    Sleep,

    /// <summary>runtime.Gosched.</summary>
    Yield,

    /// <summary>Starts goroutines with another program (Program, Count; Shared: number of the WaitGroup, or the goroutine's own).</summary>
    Spawn,

    /// <summary>A system call (Time, IsCgo, IsBlocking).</summary>
    Syscall,

    /// <summary>runtime.LockOSThread.</summary>
    LockOsThread,

    /// <summary>runtime.UnlockOSThread.</summary>
    UnlockOsThread,

    /// <summary>Allocates (Bytes).</summary>
    Alloc,

    /// <summary>Mutex.Lock (Shared).</summary>
    Lock,

    /// <summary>Mutex.Unlock (Shared).</summary>
    Unlock,

    /// <summary>RWMutex.Lock (Shared).</summary>
    WriteLock,

    /// <summary>RWMutex.Unlock (Shared).</summary>
    WriteUnlock,

    /// <summary>RWMutex.RLock (Shared).</summary>
    ReadLock,

    /// <summary>RWMutex.RUnlock (Shared).</summary>
    ReadUnlock,

    /// <summary>Takes from a pool (Shared, Deadline).</summary>
    Acquire,

    /// <summary>Gives back to a pool (Shared).</summary>
    Release,

    /// <summary>Sends to a channel (Shared, At).</summary>
    Send,

    /// <summary>Receives from a channel (Shared, At).</summary>
    Receive,

    /// <summary>Closes a channel (Shared, At).</summary>
    CloseChannel,

    /// <summary>Waits for the first of several channel operations and goes on with its instructions (Cases).</summary>
    Select,

    /// <summary>WaitGroup.Wait (Shared, or the goroutine's own children).</summary>
    Wait,
}
