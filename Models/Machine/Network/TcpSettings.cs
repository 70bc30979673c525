using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>What an administrator can set about TCP (net.core and net.ipv4), and the times that the kernel has built in.</summary>
public sealed record TcpSettings
{
    /// <summary>First time-out of a SYN and of a SYN-ACK. Source: TCP_TIMEOUT_INIT, include/net/tcp.h.</summary>
    public static readonly SimDuration InitialTimeout = SimDuration.FromSeconds(1);

    /// <summary>Least part of a retransmission time-out that stands for the spread of round trips. Source: TCP_RTO_MIN, include/net/tcp.h.</summary>
    public static readonly SimDuration LeastTimeout = SimDuration.FromMilliseconds(200);

    /// <summary>How old an entry in TIME_WAIT must be before its port can be used again. Source: tcp_tw_reuse_delay, 1 s.</summary>
    public static readonly SimDuration ReuseDelay = SimDuration.FromSeconds(1);

    /// <summary>How long a socket that nobody has open waits for the other side's FIN. Source: tcp_fin_timeout, 60 s.</summary>
    public static readonly SimDuration FinTimeout = SimDuration.FromSeconds(60);

    /// <summary>Longest backlog of a listening socket (<c>somaxconn</c>); 4096 since Linux 5.4.</summary>
    public int Somaxconn { get; init; } = 4096;

    /// <summary>How long a socket stays in TIME_WAIT; zero for not at all. 60 s in every kernel (TCP_TIMEWAIT_LEN).</summary>
    public SimDuration TimeWait { get; init; } = SimDuration.FromSeconds(60);

    /// <summary>Most sockets in TIME_WAIT; what comes on top is gone at once (<c>tcp_max_tw_buckets</c>). 262,144 from 16 GiB of memory on: half the table of connections.</summary>
    public int MaxTimeWait { get; init; } = 262_144;

    /// <summary>Which connects may use a port that is in TIME_WAIT (<c>tcp_tw_reuse</c>).</summary>
    public TimeWaitReuse TimeWaitReuse { get; init; } = TimeWaitReuse.Loopback;

    /// <summary>First port that connect picks (<c>ip_local_port_range</c>).</summary>
    public int FirstPort { get; init; } = 32768;

    /// <summary>Last port that connect picks (<c>ip_local_port_range</c>). From <see cref="FirstPort"/> on these are 28,232.</summary>
    public int LastPort { get; init; } = 60999;

    /// <summary>Whether a client whose handshake ends at a full accept queue is reset (<c>tcp_abort_on_overflow</c>) instead of being left to try again.</summary>
    public bool AbortOnOverflow { get; init; }

    /// <summary>Repetitions of a SYN with doubling time-outs before connect fails (<c>tcp_syn_retries</c>).</summary>
    public int SynRetries { get; init; } = 6;

    /// <summary>Repetitions of a SYN-ACK before the listener forgets the request (<c>tcp_synack_retries</c>).</summary>
    public int SynAckRetries { get; init; } = 5;

    /// <summary>Time-out of data on a connection with one measured round trip: the round trip and its spread, taken as twice the round trip but never below 200 ms (tcp_rtt_estimator, __tcp_set_rto).</summary>
    public static SimDuration DataTimeout(SimDuration roundTrip) => roundTrip + SimDuration.Max(roundTrip * 2, LeastTimeout);
}
