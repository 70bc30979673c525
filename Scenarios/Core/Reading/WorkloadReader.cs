using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>workload</c> section.</summary>
internal sealed class WorkloadReader(ReadContext context, ProgramReader programs)
{
    private const string BuiltInEcho = "(echo)";

    private readonly ScriptReader _scripts = new(context.Problems);

    /// <summary>The section, and the programs it reaches.</summary>
    public WorkloadSpec Read(SourceNode node)
    {
        var section = Section.Of(node, WorkloadShapes.Workload, node.Span);
        var server = Server(section.Sub("server"));
        var list = section.Node("clients")!;
        var clients = ((SourceSequence)list).Items.Select(item => Client(item, server)).ToArray();
        if (!Array.Exists(clients, client => client.IsMeasured)) context.Problems.Error(Codes.ParametersContradict, list.Span, "no client is measured, so there would be no figures");
        NativeServerChecks.CheckKept(((SourceSequence)list).Items, clients, server, context.Problems);
        CheckPrograms(server, clients);
        return new WorkloadSpec(server, clients);
    }

    /// <summary>Warns of instructions that a run comes to an end before.</summary>
    public void CheckEnd(RunSpec run) => _scripts.CheckEnd(run);

    /// <summary>Whether a kind of server runs on the Go runtime.</summary>
    public static bool UsesGo(string serverKind) => serverKind is "http" or "echo" or "event-loop" or "tasks";

    private ServerSpec Server(Section section)
    {
        var kind = section.Value<string>("kind");
        var epoll = section.Knows("epoll") ? section.Sub("epoll") : (Section?)null;
        if (epoll is { } flags) NativeServerChecks.Check(section, flags, context.Problems);
        var threads = section.Knows("threads") ? section.Value<int>("threads") : 1;
        return new ServerSpec
        {
            Kind = kind,
            Handler = Handler(section, kind),
            Background = OwnProgram(section, "background"),
            Placement = section.Knows("placement") ? section.Value<string>("placement") : "global",
            Threads = threads,
            Loops = section.Knows("loops") && section.Has("loops") ? section.Value<int>("loops") : null,
            LoopMaxEvents = section.Knows("max_events") ? section.Value<int>("max_events") : 128,
            LocksThreads = section.Knows("lock_threads") && section.Value<bool>("lock_threads"),
            Epoll = epoll is { } found ? Epoll(found) : null,
            Source = section.Knows("source") ? section.Value<string>("source") : null,
            Descriptors = section.Knows("descriptors") ? section.Value("descriptors", NativeServerChecks.IsDisjoint(epoll!) ? threads : 1) : 1,
            ReadDelay = section.Knows("read_delay") ? section.Value<SimDuration>("read_delay") : SimDuration.Zero,
            Reads = !section.Knows("reads") || section.Value<bool>("reads"),
            HandlerTime = Distribution(section, "handler_time"),
            PerCpu = section.Knows("per_cpu") && section.Value<bool>("per_cpu"),
            StartsLastFirst = section.Knows("starts") && section.Value<string>("starts") == "last-to-first",
            Listeners = section.Knows("listeners") ? section.Value<string>("listeners") : null,
        };
    }

    private static EpollServerSpec Epoll(Section section) => new()
    {
        Instances = section.Value<string>("instances"),
        Fds = section.Value<string>("fds"),
        Trigger = section.Value<string>("trigger"),
        Oneshot = section.Value<bool>("oneshot"),
        Exclusive = section.Value<bool>("exclusive"),
        MaxEvents = section.Value<int>("max_events"),
    };

    /// <summary>A distribution of durations; zero where the key is unknown or not written.</summary>
    private Distribution Distribution(Section section, string key) =>
        section.Knows(key) && section.Has(key) ? new DistributionReader(context).Read(section.Node(key)!) : ConstantDistribution.Zero;

    private string? Handler(Section section, string kind)
    {
        if (!section.Knows("handler")) return null;
        if (section.Has("handler"))
        {
            var name = section.Value<string>("handler");
            programs.Reach(name, section.SpanOf("handler"));
            return name;
        }

        var place = section.Span.Place;
        programs.Add(new ProgramSpec(BuiltInEcho, [new ReadOperation(place, Transfer.Request, null, null), new WriteOperation(place, Transfer.Response, null)]));
        return kind is "echo" or "event-loop" ? BuiltInEcho : throw new InvalidOperationException($"A server of kind '{kind}' without handler.");
    }

    private ClientSpec Client(SourceNode node, ServerSpec server)
    {
        var section = Section.Of(node, ((SequenceShape)WorkloadShapes.Workload.Find("clients")!.Shape).Item, node.Span);
        var kind = section.Value<string>("kind");
        CheckFit(section, kind, server);
        CheckBurst(section);
        if (kind == "scripted") ScriptReader.CheckLoop(section, context.Problems);
        if (kind == "events" && server.Epoll is not null) NativeServerChecks.CheckClient(section, server, context.Problems);
        if (server.Kind == "tasks" && section.Knows("keep_alive") && section.Has("keep_alive"))
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("keep_alive"), "a server of kind 'tasks' has no connections to keep or to close");
        CheckCloses(section, server);
        CheckTimeout(section, server);
        var isSameMachine = SameMachine(section, server);
        if (isSameMachine && section.Has("rtt"))
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("rtt"), "'rtt' goes with 'on: remote'; on the same machine packets take the time of the loopback device");

        var hasTransport = section.Knows("rtt");
        return new ClientSpec
        {
            Kind = kind,
            Connections = section.Knows("connections") ? section.Value<int>("connections") : 0,
            Threads = section.Knows("threads") ? section.Value<int>("threads") : 1,
            SameMachine = isSameMachine,
            Rtt = hasTransport ? section.Value<SimDuration>("rtt") : SimDuration.Zero,
            KeepAlive = !hasTransport || section.Value<bool>("keep_alive"),
            ClosesFirst = hasTransport && section.Value<string>("closes") == "client",
            Timeout = hasTransport ? section.Value<SimDuration?>("timeout") : null,
            Think = Distribution(section, "think"),
            RatePerSecond = kind == "events" ? section.Value<double?>("rate") ?? double.PositiveInfinity : section.Knows("rate") ? section.Value("rate", 0.0) : 0,
            Script = kind == "scripted" ? _scripts.Read(section) : [],
            PerCpu = section.Knows("per_cpu") && section.Value<bool>("per_cpu"),
            Arrivals = section.Knows("arrivals") ? section.Value<string>("arrivals") : "poisson",
            Burst = section.Knows("burst") ? section.Value<int>("burst") : 1,
            Recording = kind == "replay" ? context.Tables.Recording(section.Value<string>("file"), section.SpanOf("file")) : [],
            Speed = section.Knows("speed") ? section.Value<double>("speed") : 1,
            RequestBytes = hasTransport ? section.Value<int>("request_bytes") : 0,
            ResponseBytes = hasTransport ? section.Value<int>("response_bytes") : 0,
            Handler = ClientHandler(section, server),
            IsMeasured = !section.Knows("measured") || section.Value<bool>("measured"),
            Place = section.Span.Place,
        };
    }

    /// <summary>A program that a key names, now reached; <see langword="null"/> where the key is not written.</summary>
    private string? OwnProgram(Section section, string key)
    {
        if (!section.Knows(key) || !section.Has(key)) return null;
        var name = section.Value<string>(key);
        programs.Reach(name, section.SpanOf(key));
        return name;
    }

    private string? ClientHandler(Section section, ServerSpec server)
    {
        if (section.Knows("handler") && section.Has("handler") && !UsesGo(server.Kind))
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("handler"), $"a server of kind '{server.Kind}' has no programs that handle requests");
        return OwnProgram(section, "handler");
    }

    private bool SameMachine(Section section, ServerSpec server)
    {
        if (!section.Knows("on")) return false;
        var isSame = section.Value<string>("on") == "same-machine";
        if (server.Kind != "tasks") return isSame;
        if (isSame && section.Has("on"))
            context.Problems.Error(Codes.OptionWithoutEffect, section.SpanOf("on"), "the arrivals of a server of kind 'tasks' come from outside: they use no core", "remote");
        return false;
    }

    private void CheckFit(Section section, string kind, ServerSpec server)
    {
        var fits = server.Kind switch
        {
            "epoll-threads" => kind == "events",
            "accept-threads" => kind is "open" or "closed" or "scripted",
            _ => kind != "events",
        };
        if (fits) return;
        var wanted = server.Kind switch { "epoll-threads" => "'events'", "accept-threads" => "'open', 'closed' or 'scripted'", _ => "'closed', 'open', 'replay' or 'scripted'" };
        context.Problems.Error(Codes.ClientDoesNotFit, section.SpanOf("kind"), $"a server of kind '{server.Kind}' takes clients of kind {wanted}, not '{kind}'");
    }

    private void CheckBurst(Section section)
    {
        if (section.Knows("burst") && section.Has("burst") && section.Value<string>("arrivals") != "bursty")
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("burst"), "'burst' goes with 'arrivals: bursty'");
    }

    private void CheckCloses(Section section, ServerSpec server)
    {
        if (!section.Knows("closes") || !section.Has("closes")) return;
        if (server.Kind == "tasks" || section.Value<bool>("keep_alive"))
            context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("closes"), "'closes' goes with 'keep_alive: false': connections that are kept are closed by nobody");
    }

    private void CheckTimeout(Section section, ServerSpec server)
    {
        if (!section.Knows("timeout") || !section.Has("timeout") || server.Kind is not ("tasks" or "accept-threads")) return;
        var why = server.Kind == "tasks" ? "the customers of a server of kind 'tasks' have no connection to give up" : "the clients of a server of kind 'accept-threads' wait for their threads, however long that takes";
        context.Problems.Error(Codes.OptionWithoutEffect, section.KeySpan("timeout"), why);
    }

    private void CheckPrograms(ServerSpec server, ClientSpec[] clients)
    {
        programs.CheckShared();
        if (!Array.TrueForAll(clients, client => client.Kind == "replay"))
        {
            foreach (var span in programs.Recorded)
                context.Problems.Error(Codes.NotRecorded, span, "'recorded' needs recorded requests: every client of the scenario must be of kind 'replay'");
        }

        if (!UsesGo(server.Kind)) return;
        var handlers = server.Kind == "tasks" ? [] : clients.Select(client => client.Handler).Append(server.Handler).OfType<string>().ToHashSet(StringComparer.Ordinal);
        CheckConnections(server, handlers);
        if (server.Kind == "event-loop") CheckDeadlines(handlers);
        foreach (var handler in handlers.Order(StringComparer.Ordinal)) CheckHandler(handler);
    }

    /// <summary>Who reads, writes or closes a connection must be the handler of one, or accept it, or be started by a program that does.</summary>
    private void CheckConnections(ServerSpec server, HashSet<string> handlers)
    {
        var accepting = programs.Reached.Values.Where(program => program.AllOperations.Any(operation => operation is AcceptOperation)).ToArray();
        var serving = accepting.Select(program => program.Name).Concat(accepting.SelectMany(program => program.AllOperations.OfType<SpawnOperation>()).Select(spawn => spawn.Program)).ToHashSet(StringComparer.Ordinal);
        foreach (var (span, program, operation) in ServedTransfers())
        {
            if (handlers.Contains(program))
            {
                if (operation is CloseOperation) context.Problems.Error(Codes.NoNetwork, span, $"handler '{program}' would close the connection of its client, which keeps it open; 'close' is for connections that programs dial or accept");
            }
            else if (!serving.Contains(program))
            {
                var why = server.Kind == "tasks" ? "runs on a server of kind 'tasks', which has no connections to read or write" : "is spawned: it has no connection to read or write";
                context.Problems.Error(Codes.NoNetwork, span, $"program '{program}' {why}");
            }
        }
    }

    /// <summary>An event loop reads when something is there, so its reads wait for nothing.</summary>
    private void CheckDeadlines(HashSet<string> handlers)
    {
        foreach (var (span, program, operation) in ServedTransfers())
        {
            if (operation is ReadOperation { Deadline: not null } && handlers.Contains(program))
                context.Problems.Error(Codes.OptionWithoutEffect, span, "'deadline' has no effect in a handler of a server of kind 'event-loop': it runs when a request is there");
        }
    }

    /// <summary>Operations that need a connection which is served, not one that the program has dialled.</summary>
    private IEnumerable<(SourceSpan Span, string Program, OperationSpec Operation)> ServedTransfers() =>
        from transfer in programs.Transfers
        let dials = programs.Reached[transfer.Program].Dials
        where transfer.Operation switch
        {
            ReadOperation { What: var what } => what == Transfer.Request || (what == Transfer.Bytes && !dials),
            WriteOperation { What: var what } => what == Transfer.Response || (what == Transfer.Bytes && !dials),
            _ => !dials,
        }
        select transfer;

    /// <summary>A handler that never reads would run for ever, one that never writes would keep its client waiting for ever.</summary>
    private void CheckHandler(string handler)
    {
        if (!programs.Reached.TryGetValue(handler, out var program) || HandlerCheck.ServesOnce(program)) return;
        var span = programs.SpanOf(handler);
        context.Problems.Error(Codes.HandlerTransfers, span, $"handler '{handler}' must read its request once and then write its response once, whichever way it takes");
    }
}
