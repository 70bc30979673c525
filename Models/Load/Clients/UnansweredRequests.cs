using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Requests under way, in the order in which they were sent, and when their client gives up: where it has a time-out, or where events can be lost.</summary>
/// <remarks>
/// Without a time-out of the client it is TCP that gives up: the peer of a hung connection sends its request again after the least retransmission time-out of TCP and then after twice as long each time, three
/// times (tcp_retries1), and resets the connection when the next one is due: 200 + 400 + 800 + 1600 ms after the request. In a real kernel the segment has been
/// acknowledged, whoever reads it, and a repetition is a duplicate that wakes nobody; so the repetitions are not played out, only their time.
/// </remarks>
/// <param name="patience">How long a client waits for an answer, from the instant at which it sends the request, or begins the connect that the request needs.</param>
public sealed class UnansweredRequests(SimDuration patience)
{
    /// <summary>Least retransmission time-out. Source: TCP_RTO_MIN, include/net/tcp.h.</summary>
    private static readonly SimDuration s_firstTimeout = SimDuration.FromMilliseconds(200);

    /// <summary>Repetitions before the connection is given up. Source: TCP_RETR1, include/net/tcp.h.</summary>
    private const int Retries = 3;

    private readonly Queue<(ClientConnection Connection, long Number, SimTime Until)> _sent = new();
    private long _number;

    /// <summary>How long TCP waits where the client itself has no time-out: 3 s.</summary>
    public static SimDuration PatienceOfTcp => s_firstTimeout * ((1 << (Retries + 1)) - 1);

    /// <summary>When the next client gives up; never while all are answered.</summary>
    public SimTime NextDue
    {
        get
        {
            while (_sent.TryPeek(out var first))
            {
                if (first.Connection.AwaitedNumber == first.Number) return first.Until;
                _sent.Dequeue();
            }

            return SimTime.MaxValue;
        }
    }

    /// <summary>A request leaves its client.</summary>
    public void Sent(ClientConnection connection, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.AwaitedNumber = ++_number;
        _sent.Enqueue((connection, _number, at + patience));
    }

    /// <summary>Takes a connection whose answer has not come in time.</summary>
    public bool TryTakeDue(SimTime at, out ClientConnection? connection)
    {
        connection = null;
        if (NextDue > at) return false;
        connection = _sent.Dequeue().Connection;
        connection.AwaitedNumber = 0;
        return true;
    }
}
