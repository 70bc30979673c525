namespace GmpSim.GoRuntime;

/// <summary>How epoll instances are spread over a Go process.</summary>
public enum NetpollTopology
{
    /// <summary>One instance for the process: every released Go.</summary>
    Shared,

    /// <summary>One instance for each P: the article's mechanism.</summary>
    PerP,
}
