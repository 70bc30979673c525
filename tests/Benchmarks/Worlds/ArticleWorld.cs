using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Benchmarks;

/// <summary>The article's first experiment as shipped: 1000 connections, four cores, four Ps.</summary>
internal static class ArticleWorld
{
    /// <summary>Builds the shipped scenario <c>keep-alive</c> at four Ps.</summary>
    /// <param name="netpoller"><c>shared</c> or <c>per-p</c>.</param>
    /// <param name="kind">The pending-event set.</param>
    internal static World Build(string netpoller, PendingEventSetKind kind) => World.Build(Setup(netpoller), seed: 1, PendingEventSets.Create(kind));

    private static PointSetup Setup(string netpoller)
    {
        var read = ScenarioReader.Read(Path.Combine(RepositoryRoot(), "scenarios.yaml"));
        var scenario = read.File!.Scenarios.Single(candidate => candidate.Name == "keep-alive");
        return scenario.Points.Single(point =>
            point.Coordinates.Any(c => c is { Name: "gomaxprocs", Value: "4" }) &&
            point.Coordinates.Any(c => c.Name == "netpoller" && c.Value == netpoller)).Setup;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GmpSim.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmarks from a checkout: scenarios.yaml is read from its root.");
    }
}
