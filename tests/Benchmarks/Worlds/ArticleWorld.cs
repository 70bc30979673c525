using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Benchmarks;

/// <summary>The article's first experiment in its plainest form: 1000 connections, four cores, four Ps, a load generator on the same machine, and a handler that computes.</summary>
/// <remarks>It stands here and not in scenarios.yaml, where it may grow: figures of two versions can only be compared on one world.</remarks>
internal static class ArticleWorld
{
    private const string Text = """
        gmpsim: 1
        machines:
          four-cores: { base: generic-x86, cores: 4 }
        scenarios:
          keep-alive:
            machine: four-cores
            runtime: { go: "1.22", gomaxprocs: 4, netpoller: NETPOLLER }
            workload:
              server: { kind: http, handler: hello }
              clients: [{ kind: closed, connections: 1000, threads: 4, on: same-machine }]
            programs:
              hello: [{ read: request }, { cpu: { lognormal: { median: 17.3us, p99: 44us } } }, { write: response }]
        """;

    /// <summary>Builds it.</summary>
    /// <param name="netpoller"><c>shared</c> or <c>per-p</c>.</param>
    /// <param name="kind">The pending-event set.</param>
    internal static World Build(string netpoller, PendingEventSetKind kind)
    {
        var read = ScenarioReader.ReadText("article.yaml", Text.Replace("NETPOLLER", netpoller, StringComparison.Ordinal));
        var setup = read.File?.Scenarios[0].Points[0].Setup ?? throw new InvalidOperationException(string.Join('\n', read.Problems));
        return World.Build(setup, seed: 1, PendingEventSets.Create(kind));
    }
}
