namespace GmpSim.GoRuntime;

/// <summary>Why a wait for a descriptor has no sense, or no longer (pollErr… in netpoll.go).</summary>
public enum PollError
{
    /// <summary>Nothing is wrong (pollNoError).</summary>
    None,

    /// <summary>The descriptor has been closed (pollErrClosing): the call fails with ErrClosed.</summary>
    Closing,

    /// <summary>The deadline has passed (pollErrTimeout): the call fails with os.ErrDeadlineExceeded.</summary>
    Timeout,

    /// <summary>The poller saw EPOLLERR alone (pollErrNotPollable); reported to readers only.</summary>
    NotPollable,
}
