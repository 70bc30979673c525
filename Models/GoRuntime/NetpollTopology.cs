namespace GmpSim.GoRuntime;

/// <summary>How epoll instances are spread over a Go process.</summary>
public enum NetpollTopology
{
    /// <summary>One instance for the process: every released Go.</summary>
    Shared,

    /// <summary>One instance for each P: the article's mechanism.</summary>
    PerP,

    /// <summary>A fixed number of instances, polled by whichever M has nothing to run.</summary>
    Sharded,

    /// <summary>A fixed number of threads that only poll, each with its instance.</summary>
    Dedicated,
}
