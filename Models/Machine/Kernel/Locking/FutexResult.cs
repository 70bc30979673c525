namespace GmpSim.Machine;

/// <summary>How a FUTEX_WAIT ended.</summary>
public enum FutexResult
{
    /// <summary>Somebody took the thread off the queue.</summary>
    Woken,

    /// <summary>The word was not what the caller took it for (EAGAIN): the thread did not sleep.</summary>
    Changed,

    /// <summary>The time ran out (ETIMEDOUT).</summary>
    TimedOut,
}
