using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>What does not go together in a server of kind <c>epoll-threads</c> and its clients.</summary>
internal static class NativeServerChecks
{
    /// <summary>Whether each instance watches descriptors of its own.</summary>
    internal static bool IsDisjoint(Section? epoll) => epoll is { } flags && flags.Value<string>("instances") == "per-thread" && flags.Value<string>("fds") == "disjoint";

    /// <summary>Checks the server.</summary>
    /// <param name="server">Its section.</param>
    /// <param name="epoll">Its <c>epoll</c> section.</param>
    /// <param name="problems">Where problems go.</param>
    internal static void Check(Section server, Section epoll, DiagnosticBag problems)
    {
        var isOneshot = epoll.Value<bool>("oneshot");
        if (epoll.Value<bool>("exclusive") && isOneshot)
            problems.Error(Codes.OptionWithoutEffect, epoll.KeySpan("exclusive"), "'exclusive' and 'oneshot' exclude each other: EPOLLEXCLUSIVE refuses EPOLLONESHOT");
        else if (epoll.Value<bool>("exclusive") && epoll.Value<string>("instances") == "one")
            problems.Warning(Codes.OptionWithoutEffect, epoll.KeySpan("exclusive"), "'exclusive' has no effect on one instance: EPOLLEXCLUSIVE chooses among instances, and threads that wait on one are woken one at a time anyway");

        if (epoll.Value<string>("fds") == "disjoint" && epoll.Value<string>("instances") == "one")
            problems.Warning(Codes.OptionWithoutEffect, epoll.KeySpan("fds"), "'fds: disjoint' runs as 'fds: shared' here: one instance watches every descriptor, and any thread may get any event; disjoint ones need 'instances: per-thread'");

        if (!server.Value<bool>("reads") && (epoll.Value<string>("trigger") != "edge" || isOneshot || server.Value<string>("source") != "eventfd"))
            problems.Error(Codes.ParametersContradict, server.KeySpan("reads"), "'reads: false' goes with 'source: eventfd', 'trigger: edge' and without 'oneshot': what stays ready would be delivered for ever");
        if (IsDisjoint(epoll) && server.Has("descriptors") && server.Value<int>("descriptors") < server.Value<int>("threads"))
            problems.Error(Codes.ParametersContradict, server.SpanOf("descriptors"), $"{server.Value<int>("threads")} threads with disjoint descriptors need at least as many of them");
    }

    /// <summary>Checks the clients of a server of kind <c>accept-threads</c>: a thread stays with a connection until it ends, so those that are kept and have none wait for ever.</summary>
    /// <param name="items">Where the clients stand.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="server">The server.</param>
    /// <param name="problems">Where problems go.</param>
    internal static void CheckKept(IReadOnlyList<SourceNode> items, IReadOnlyList<ClientSpec> clients, ServerSpec server, DiagnosticBag problems)
    {
        if (server.Kind != "accept-threads") return;
        var kept = clients.Where(client => client.KeepAlive).Sum(client => (long)client.Connections);
        if (kept <= server.Threads) return;
        var last = Enumerable.Range(0, clients.Count).Last(i => clients[i].KeepAlive);
        var threads = server.Threads == 1 ? "1 thread serves" : $"{server.Threads} threads serve";
        var entry = (SourceMapping)items[last];
        problems.Warning(
            Codes.ConnectionsUnserved,
            (entry.Value("connections") ?? entry).Span,
            $"{kept} connections are kept, and {threads} one each until it ends: the others wait for ever; give the server more threads, or the client 'keep_alive: false'");
    }

    /// <summary>Checks a client of kind <c>events</c>.</summary>
    /// <param name="client">Its section.</param>
    /// <param name="server">The server.</param>
    /// <param name="problems">Where problems go.</param>
    internal static void CheckClient(Section client, ServerSpec server, DiagnosticBag problems)
    {
        var isRemote = client.Value<string>("on") == "remote";
        if (isRemote && server.Source == "socketpair")
            problems.Error(Codes.ParametersContradict, client.SpanOf("on"), "the other end of a socketpair is on this machine", "same-machine");
        if (isRemote && client.Has("threads"))
            problems.Error(Codes.OptionWithoutEffect, client.KeySpan("threads"), "'threads' goes with 'on: same-machine'; signals from outside come by interrupts");
        if (client.Value<double?>("rate") is not null) return;
        if (isRemote || server.Source == "listener")
            problems.Error(Codes.ParametersContradict, client.SpanOf("rate"), "'rate: max' goes with 'on: same-machine' and a source that is written to, not with connections");
        if (client.Has("arrivals"))
            problems.Error(Codes.OptionWithoutEffect, client.KeySpan("arrivals"), "'arrivals' goes with a rate; at 'rate: max' each producer signals as fast as it can");
    }
}
