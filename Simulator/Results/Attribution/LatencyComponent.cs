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
}
