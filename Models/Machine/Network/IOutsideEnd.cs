using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The owner of an end of a connection on a machine outside the model: it acts at once, and its packets take the time that it says.</summary>
public interface IOutsideEnd
{
    /// <summary>The listener has answered the SYN: the connection is open here when the answer has arrived.</summary>
    /// <param name="end">The outside end.</param>
    void Answered(TcpSocket end);

    /// <summary>Nobody has answered the SYN however often it was sent.</summary>
    /// <param name="end">The outside end.</param>
    void Unreachable(TcpSocket end);

    /// <summary>A message leaves the simulated machine.</summary>
    /// <param name="end">The outside end.</param>
    /// <param name="message">What is sent.</param>
    void Sent(TcpSocket end, IMessage message);

    /// <summary>The simulated machine's end has been closed or reset.</summary>
    /// <param name="end">The outside end.</param>
    /// <param name="owed">What the closing thread still owes.</param>
    void Ended(TcpSocket end, SimDuration owed);
}
