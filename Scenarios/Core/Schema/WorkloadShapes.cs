using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>Servers and clients.</summary>
internal static class WorkloadShapes
{
    private static readonly CountValue s_threads = new(1, 4096);
    private static readonly NameValue s_program = new("a program");

    private static readonly KeyShape s_background = Value("background", s_program, "Program that a goroutine of its own runs from the start.");

    private static readonly MappingShape s_epoll = new(
        "'epoll'",
        Value("instances", new ChoiceValue("one", "per-thread"), "One epoll instance for all threads, or one each.", "one"),
        Value("fds", new ChoiceValue("shared", "disjoint"), "Whether every instance watches every descriptor, or each its own (`per-thread` only).", "shared"),
        Value("trigger", new ChoiceValue("level", "edge"), "Level- or edge-triggered events.", "level"),
        Value("oneshot", new FlagValue(), "EPOLLONESHOT: a thread arms the descriptor again when it has handled the event.", "false"),
        Value("exclusive", new FlagValue(), "EPOLLEXCLUSIVE.", "false"),
        Value("max_events", new CountValue(1, 4096), "Most events that one epoll_wait returns.", "128"));

    private static readonly KeyShape s_handlerTime = new("handler_time", DistributionShapes.Distribution, "CPU time that a thread spends on an event or request.") { Default = "0s" };

    private static readonly KeyShape s_perCpu = Value("per_cpu", new FlagValue(), "Whether each thread is bound to one of the CPUs that it may use (`os.pin`; all without it), dealt in turn.", "false");

    private static readonly KeyShape s_starts = Value("starts", new ChoiceValue("first-to-last", "last-to-first"), "In which order the threads start, and so begin to wait.", "first-to-last");

    /// <summary>One instruction of a script.</summary>
    public static MappingShape Instruction { get; } = new(
        "an instruction",
        Required("at", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(86_400), "2s"), "When, from the start of the run."),
        Value("do", new ChoiceValue("pause", "resume"), "`pause`: no request begins from now on; `resume`: they begin again."),
        Value("limit", new KeywordOr<double>("none", new RateValue()), "Most requests that begin in a unit of time from now on, or `none`."))
    {
        Exclusive = [["do", "limit"]],
    };

    private static readonly VariantShape s_server = new(
        "the server",
        "kind",
        ("http", new MappingShape("a server of kind 'http'", Kind("http"), Required("handler", s_program, "Program that handles a request."), s_background)),
        ("echo", new MappingShape("a server of kind 'echo'", Kind("echo"), Value("handler", s_program, "Program that handles a request; without it: read, write."), s_background)),
        ("event-loop", new MappingShape(
            "a server of kind 'event-loop'",
            Kind("event-loop"),
            Value("handler", s_program, "Program that handles a request; without it: read, write."),
            s_background,
            Value("loops", s_threads, "Event loops: goroutines with an epoll instance each; one for each CPU of the server without this key."),
            Value("max_events", new CountValue(1, 4096), "Most events that one epoll_wait of a loop returns.", "128"),
            Value("lock_threads", new FlagValue(), "Whether each loop is locked to its thread (runtime.LockOSThread).", "false"))),
        ("tasks", new MappingShape(
            "a server of kind 'tasks'",
            Kind("tasks"),
            Required("handler", s_program, "Program that each arrival runs in a goroutine of its own."),
            s_background,
            Value("placement", new ChoiceValue("global", "random-p"), "Queue that a new goroutine joins: the global one, or the local one of a P drawn at random.", "global"))),
        ("epoll-threads", new MappingShape(
            "a server of kind 'epoll-threads'",
            Kind("epoll-threads"),
            Value("threads", s_threads, "Threads that wait.", "1"),
            new("epoll", s_epoll, "Epoll instances and their flags."),
            Value("source", new ChoiceValue("eventfd", "listener", "socketpair"), "What the threads watch.", "eventfd"),
            Value("descriptors", new CountValue(1, 100_000), "How many of them; one without this key, or one a thread where they are `disjoint`."),
            Value("read_delay", DurationValue.FromZero, "CPU time between the return of epoll_wait and the read of a descriptor.", "0s"),
            Value("reads", new FlagValue(), "Whether threads read what an event announces; without that only edges make progress.", "true"),
            s_handlerTime,
            s_perCpu,
            s_starts)),
        ("accept-threads", new MappingShape(
            "a server of kind 'accept-threads'",
            Kind("accept-threads"),
            Value("threads", s_threads, "Threads that accept.", "1"),
            Value("listeners", new ChoiceValue("one", "reuseport"), "One listening socket, or one a thread (SO_REUSEPORT).", "one"),
            s_handlerTime,
            s_perCpu,
            s_starts)));

    private static readonly VariantShape s_client = new(
        "the client",
        "kind",
        ("closed", Client("closed", "same-machine",
            Connections("1", "Connections (customers, for a server of kind `tasks`), each with one request at a time."),
            new("think", DistributionShapes.Distribution, "Pause between a response and the next request on that connection.") { Default = "0s" })),
        ("open", Client("open", "remote",
            Connections("100", "Connections that requests are sent on; one that finds all of them busy waits."),
            Required("rate", new RateValue(), "Mean rate of arrivals."),
            Value("arrivals", new ChoiceValue("poisson", "uniform", "bursty"), "Times of arrival: random, evenly spaced, or in bursts at random times.", "poisson"),
            Value("burst", new CountValue(1, 1_000_000), "Requests in a burst (`bursty` only).", "10"))),
        ("replay", Client("replay", "remote",
            Required("file", new TextValue("a path", mayBeEmpty: false), "Recorded arrivals: CSV `t_ns,conn,request_bytes,service_ns`, relative to the scenario file."),
            Value("speed", new FactorValue(), "How many times faster than recorded.", "1x"))),
        ("events", new MappingShape(
            "a client of kind 'events'",
            Kind("events"),
            Required("rate", new KeywordOr<double>("max", new RateValue()), "Mean rate of signals, of all producers together; `max`: as fast as they can."),
            Value("arrivals", new ChoiceValue("poisson", "uniform", "bursty"), "Times of the signals.", "poisson"),
            Value("burst", new CountValue(1, 1_000_000), "Signals in a burst (`bursty` only).", "10"),
            Value("threads", s_threads, "Producers on the machine; descriptors are dealt to them in turn.", "1"),
            Value("on", new ChoiceValue("same-machine", "remote"), "Whether threads of the machine signal, or interrupts from outside.", "same-machine"),
            s_perCpu)),
        ("scripted", Client("scripted", "same-machine",
            Connections("100", "Connections that requests are sent on."),
            Value("rate", new RateValue(), "Mean rate of arrivals; without it each connection sends again when it has its response."),
            Value("arrivals", new ChoiceValue("poisson", "uniform", "bursty"), "Times of arrival, with `rate`.", "poisson"),
            Value("burst", new CountValue(1, 1_000_000), "Requests in a burst (`bursty` only).", "10"),
            new("think", DistributionShapes.Distribution, "Pause between a response and the next request on that connection, without `rate`.") { Default = "0s" },
            new("script", new SequenceShape("'script'", Instruction), "Instructions to the generator, in order of time.") { IsRequired = true })));

    /// <summary>The section.</summary>
    public static MappingShape Workload { get; } = new(
        "'workload'",
        new("server", s_server, "What is served.") { IsRequired = true },
        new("clients", new SequenceShape("'clients'", s_client, 1, 1000), "Who asks.") { IsRequired = true });

    private static KeyShape Kind(string value) => Required("kind", new ChoiceValue(value), "The kind.");

    private static KeyShape Connections(string byDefault, string about) => Value("connections", new CountValue(1, 1_000_000), about, byDefault);

    private static MappingShape Client(string kind, string place, params KeyShape[] keys) => new(
        $"a client of kind '{kind}'",
    [
        Kind(kind),
        .. keys,
        Value("handler", s_program, "Program that handles this client's requests, in place of the server's."),
        Value("measured", new FlagValue(), "Whether its requests count in throughput, latency and attribution.", "true"),
        Value("threads", s_threads, "Client threads, each with an epoll instance of its own; connections are dealt round robin.", "1"),
        Value("on", new ChoiceValue("same-machine", "remote"), "Whether the client uses cores of the simulated machine.", place),
        Value("rtt", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(10), "200us"), "Round-trip time to a remote client.", "0s"),
        Value("keep_alive", new FlagValue(), "Whether connections stay open between requests.", "true"),
        Value("closes", new ChoiceValue("server", "client"), "Who closes a connection that is not kept; that side is in TIME_WAIT then.", "server"),
        Value("timeout", new KeywordOr<SimDuration>("none", DurationValue.AboveZero), "How long the client waits for an answer, from sending the request or from the connect that it needs; then it resets the connection and counts an error.", "none"),
        Value("request_bytes", BytesValue.Message, "Size of a request (a recording has its own).", "128B"),
        Value("response_bytes", BytesValue.Message, "Size of a response.", "256B"),
    ]);
}
