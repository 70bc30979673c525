using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>The <c>workload</c> section.</summary>
/// <param name="Server">What is served.</param>
/// <param name="Clients">Who asks.</param>
public sealed record WorkloadSpec(ServerSpec Server, IReadOnlyList<ClientSpec> Clients);

/// <summary>The <c>workload.server</c> section.</summary>
public sealed record ServerSpec
{
    /// <summary><c>http</c>, <c>echo</c>, <c>event-loop</c>, <c>tasks</c>, <c>epoll-threads</c> or <c>accept-threads</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the program that handles a request; <see langword="null"/> for kinds without one.</summary>
    public required string? Handler { get; init; }

    /// <summary>Name of the program that a goroutine of its own runs from the start; <see langword="null"/> for none.</summary>
    public required string? Background { get; init; }

    /// <summary>Where a task's goroutine starts: <c>global</c> queue or the local queue of a <c>random-p</c> (kind <c>tasks</c> only).</summary>
    public required string Placement { get; init; }

    /// <summary>Threads of <c>epoll-threads</c> and <c>accept-threads</c>.</summary>
    public required int Threads { get; init; }

    /// <summary>Event loops of <c>event-loop</c>; <see langword="null"/> for one for each CPU of the server, and for other kinds.</summary>
    public int? Loops { get; init; }

    /// <summary>Most events that one epoll_wait of an event loop returns.</summary>
    public int LoopMaxEvents { get; init; } = 128;

    /// <summary>Whether each event loop is locked to its thread.</summary>
    public bool LocksThreads { get; init; }

    /// <summary>Epoll instances of <c>epoll-threads</c>; <see langword="null"/> for other kinds.</summary>
    public required EpollServerSpec? Epoll { get; init; }

    /// <summary>What <c>epoll-threads</c> watch: <c>eventfd</c>, <c>listener</c> or <c>socketpair</c>; <see langword="null"/> for other kinds.</summary>
    public required string? Source { get; init; }

    /// <summary>Descriptors that <c>epoll-threads</c> watch; 1 for other kinds.</summary>
    public int Descriptors { get; init; } = 1;

    /// <summary>CPU time between the return of epoll_wait and the read of a descriptor (<c>epoll-threads</c>).</summary>
    public SimDuration ReadDelay { get; init; }

    /// <summary>Whether <c>epoll-threads</c> read what an event announces.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>CPU time that a thread of <c>epoll-threads</c> or <c>accept-threads</c> spends on an event or request.</summary>
    public required Distribution HandlerTime { get; init; }

    /// <summary>Whether each thread of these kinds is bound to a CPU of its own, dealt in turn.</summary>
    public bool PerCpu { get; init; }

    /// <summary>Whether the last thread of these kinds starts first.</summary>
    public bool StartsLastFirst { get; init; }

    /// <summary>Listening sockets of <c>accept-threads</c>: <c>one</c> or <c>reuseport</c>; <see langword="null"/> for other kinds.</summary>
    public required string? Listeners { get; init; }
}

/// <summary>The <c>epoll</c> section of an <c>epoll-threads</c> server.</summary>
public sealed record EpollServerSpec
{
    /// <summary><c>one</c> or <c>per-thread</c>.</summary>
    public required string Instances { get; init; }

    /// <summary><c>shared</c>: every instance watches every descriptor; <c>disjoint</c>: each its own.</summary>
    public required string Fds { get; init; }

    /// <summary><c>level</c> or <c>edge</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>EPOLLONESHOT.</summary>
    public required bool Oneshot { get; init; }

    /// <summary>EPOLLEXCLUSIVE.</summary>
    public required bool Exclusive { get; init; }

    /// <summary>Most events that one epoll_wait returns.</summary>
    public int MaxEvents { get; init; } = 128;
}

/// <summary>One entry of <c>workload.clients</c>.</summary>
public sealed record ClientSpec
{
    /// <summary><c>closed</c>, <c>open</c>, <c>replay</c>, <c>events</c> or <c>scripted</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Number of connections; for <c>tasks</c> servers, the number of customers of a closed client.</summary>
    public required int Connections { get; init; }

    /// <summary>Client threads, each with an epoll instance of its own; connections are dealt round robin.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether the client runs on the simulated machine (and uses its cores) or elsewhere.</summary>
    public required bool SameMachine { get; init; }

    /// <summary>Round-trip time to a remote client.</summary>
    public required SimDuration Rtt { get; init; }

    /// <summary>Whether connections are kept open between requests.</summary>
    public required bool KeepAlive { get; init; }

    /// <summary>Whether the client, not the server, closes a connection that is not kept.</summary>
    public required bool ClosesFirst { get; init; }

    /// <summary>How long the client waits for an answer before it gives the request up; <see langword="null"/> for as long as it takes.</summary>
    public SimDuration? Timeout { get; init; }

    /// <summary>Pause of a closed client between a response and the next request on that connection.</summary>
    public required Distribution Think { get; init; }

    /// <summary>Arrival rate of an open or scripted client, of the signals of an <c>events</c> client [1/s]; 0 for closed loops and recordings, infinite for signals as fast as can be.</summary>
    public required double RatePerSecond { get; init; }

    /// <summary>Whether each producer of an <c>events</c> client is bound to a CPU of its own, dealt in turn.</summary>
    public bool PerCpu { get; init; }

    /// <summary>Whether each connection sends again when it has its response, rather than when requests arrive.</summary>
    public bool IsClosedLoop => Kind == "closed" || (Kind == "scripted" && RatePerSecond == 0);

    /// <summary>Instructions to a <c>scripted</c> client, in order of time; empty for other kinds.</summary>
    public IReadOnlyList<InstructionSpec> Script { get; init; } = [];

    /// <summary>Arrival process of an open client: <c>poisson</c>, <c>uniform</c> or <c>bursty</c>.</summary>
    public required string Arrivals { get; init; }

    /// <summary>Requests in a burst of <c>bursty</c> arrivals; 1 for client kinds without arrivals.</summary>
    public required int Burst { get; init; }

    /// <summary>Recorded arrivals of a <c>replay</c> client; empty for other kinds.</summary>
    public required IReadOnlyList<RecordedArrival> Recording { get; init; }

    /// <summary>How many times faster than recorded a <c>replay</c> client sends; 1 for as recorded.</summary>
    public required double Speed { get; init; }

    /// <summary>The recording at <see cref="Speed"/>, service times as they were, and after how long it starts over: one mean gap after its last request.</summary>
    public (IReadOnlyList<RecordedArrival> Arrivals, SimDuration Length) Replayed()
    {
        SimDuration Scaled(SimDuration recorded) => SimDuration.RoundedFromPicoseconds(recorded.Picoseconds / Speed);

        var last = Recording.Count > 0 ? Recording[^1].At : SimDuration.Zero;
        var meanGap = last / Math.Max(1, Recording.Count - 1);
        return ([.. Recording.Select(arrival => arrival with { At = Scaled(arrival.At) })], Scaled(last + meanGap));
    }

    /// <summary>Bytes of a request.</summary>
    public required int RequestBytes { get; init; }

    /// <summary>Bytes of a response.</summary>
    public required int ResponseBytes { get; init; }

    /// <summary>Name of the program that handles this client's requests; <see langword="null"/> for the server's.</summary>
    public required string? Handler { get; init; }

    /// <summary>Whether its requests count in throughput, latency and attribution.</summary>
    public required bool IsMeasured { get; init; }

    /// <summary>Where the client stands, <c>file:line:column</c>, for messages.</summary>
    public required string Place { get; init; }
}

/// <summary>One instruction to a <c>scripted</c> client.</summary>
/// <param name="At">When it holds from, counted from the start of the run.</param>
/// <param name="Word"><c>pause</c>, <c>resume</c> or <c>limit</c>.</param>
/// <param name="LimitPerSecond">The limit [1/s]; <see langword="null"/> for none, and for the other words.</param>
public readonly record struct InstructionSpec(SimDuration At, string Word, double? LimitPerSecond);

/// <summary>One line of a recording.</summary>
/// <param name="At">Time of the arrival since the first.</param>
/// <param name="Connection">Connection number, from 0.</param>
/// <param name="RequestBytes">Size of the request.</param>
/// <param name="Service">CPU time of the handler as recorded.</param>
public readonly record struct RecordedArrival(SimDuration At, int Connection, int RequestBytes, SimDuration Service);

/// <summary>The <c>run</c> section.</summary>
public sealed record RunSpec
{
    /// <summary>Warm-up that is deleted from the figures; <see langword="null"/> for <c>auto</c> (MSER-5).</summary>
    public required SimDuration? Warmup { get; init; }

    /// <summary>Measured time after the warm-up.</summary>
    public required SimDuration Duration { get; init; }

    /// <summary>Fewest replications; the number itself when <see cref="Precision"/> is not set.</summary>
    public required int Replications { get; init; }

    /// <summary>Stop when precise enough; <see langword="null"/> for a fixed number.</summary>
    public required PrecisionSpec? Precision { get; init; }

    /// <summary>Root seed of replication 0; the others derive from it.</summary>
    public required ulong Seed { get; init; }
}

/// <summary><c>replications: {until: 2% at 95%, max: 50}</c>.</summary>
/// <param name="RelativeHalfWidth">Half width of the interval over the mean, 0.02 for 2 %.</param>
/// <param name="Confidence">Confidence of the interval, 0.95 for 95 %.</param>
/// <param name="Max">Most replications.</param>
/// <param name="MetricName">The metric looked at; <c>throughput_rps</c> by default.</param>
public sealed record PrecisionSpec(double RelativeHalfWidth, double Confidence, int Max, string MetricName);
