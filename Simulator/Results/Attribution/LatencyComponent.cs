namespace GmpSim.Results;

/// <summary>The parts that a request's latency is divided into. Every instant of a request belongs to exactly one.</summary>
public enum LatencyComponent
{
    /// <summary>In the load generator: waiting for its thread, being sent, and from the response's arrival to its reading.</summary>
    Client,

    /// <summary>Waiting for a free connection, counted from the intended start.</summary>
    ConnectionWait,

    /// <summary>On the wire between machines.</summary>
    Network,

    /// <summary>In the server's socket: from readiness in the kernel until a poller or the reading goroutine takes note.</summary>
    PollWait,

    /// <summary>Its goroutine waits in the global run queue.</summary>
    GlobalQueue,

    /// <summary>Its goroutine waits in a P's local run queue, runnext included.</summary>
    LocalQueue,

    /// <summary>Its goroutine runs on an M, and the M on a core.</summary>
    Running,

    /// <summary>Its goroutine runs on an M that waits for a core.</summary>
    CoreWait,

    /// <summary>Its goroutine sleeps because the handler asked for it.</summary>
    Sleeping,

    /// <summary>Its goroutine is in a system call that blocks its M, the wait for a P after it not included.</summary>
    Syscall,

    /// <summary>Its goroutine waits for a mutex, a read-write mutex or a semaphore.</summary>
    Lock,

    /// <summary>Its goroutine waits on a channel, in a select or on a WaitGroup.</summary>
    Channel,

    /// <summary>Its goroutine waits for an item of a pool.</summary>
    Pool,

    /// <summary>Its goroutine waits for a service that it has called.</summary>
    Backend,

    /// <summary>Its goroutine does or waits for work of the garbage collector that its allocations owe (assist).</summary>
    GcAssist,

    /// <summary>Its goroutine is held up by a stopped world.</summary>
    StopTheWorld,

    /// <summary>A thread that was woken for it is not on its core yet.</summary>
    WakeUp,

    /// <summary>Its goroutine runs, but its core waits for a cache line that another core holds.</summary>
    LineTransfer,
}
