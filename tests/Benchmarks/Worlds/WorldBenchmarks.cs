using BenchmarkDotNet.Attributes;
using GmpSim.Engine;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Benchmarks;

/// <summary>The whole world: ten simulated milliseconds of the article's first experiment, after its warm-up.</summary>
[MemoryDiagnoser]
public class WorldBenchmarks
{
    private World _world = null!;

    /// <summary>The netpoller.</summary>
    [Params("shared", "per-p")]
    public string Netpoller { get; set; } = "shared";

    /// <summary>The pending-event set.</summary>
    [Params(PendingEventSetKind.Heap, PendingEventSetKind.Calendar)]
    public PendingEventSetKind Queue { get; set; }

    /// <summary>Builds the world and lets it reach its steady state.</summary>
    [GlobalSetup]
    public void Settle()
    {
        _world = ArticleWorld.Build(Netpoller, Queue);
        _world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(300));
    }

    /// <summary>Ten simulated milliseconds.</summary>
    [Benchmark]
    public long TenMilliseconds()
    {
        _world.Simulation.RunUntil(_world.Simulation.Now + SimDuration.FromMilliseconds(10));
        return _world.Simulation.EventCount;
    }
}
