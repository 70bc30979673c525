using System.Diagnostics;
using System.Globalization;
using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Benchmarks;

/// <summary>A million goroutines on 192 Ps: most of them asleep, the others computing and starting short-lived ones.</summary>
internal static class LargeWorld
{
    private const int Goroutines = 1_000_000;
    private const int MeasuredEvents = 10_000_000;

    private const string Text = """
        gmpsim: 1
        machines:
          large: { base: generic-x86, sockets: 2, llcs_per_socket: 12, cores_per_llc: 8, threads_per_core: 1 }
        scenarios:
          million:
            machine: large
            runtime: { gomaxprocs: 192 }
            workload:
              server: { kind: tasks, handler: starter }
              clients: [{ kind: closed, connections: 1, think: 1h }]
            programs:
              starter: [{ repeat: { times: 1000000, do: [{ spawn: worker }] } }]
              worker: [{ repeat: { times: 1000000, do: [{ sleep: { exponential: 1s } }, { cpu: 5us }, { spawn: short }] } }]
              short: [{ cpu: 3us }]
        """;

    /// <summary>Starts them all, then measures: events a second on one core, and what the process holds.</summary>
    internal static void Measure()
    {
        var read = ScenarioReader.ReadText("large.yaml", Text);
        var setup = read.File?.Scenarios[0].Points[0].Setup ?? throw new InvalidOperationException(string.Join('\n', read.Problems));
        var world = World.Build(setup, seed: 1, PendingEventSets.Create());
        var simulation = world.Simulation;
        while (world.Process.Counters.Live.Level < Goroutines) simulation.RunUntil(simulation.Now + SimDuration.FromMilliseconds(10));
        simulation.RunUntil(simulation.Now + SimDuration.FromMilliseconds(200));

        var events = simulation.EventCount;
        var simulated = simulation.Now;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        while (simulation.EventCount - events < MeasuredEvents) simulation.RunUntil(simulation.Now + SimDuration.FromMilliseconds(10));
        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        var cpu = process.TotalProcessorTime - cpuBefore;

        events = simulation.EventCount - events;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{world.Process.Counters.Live.Level:N0} goroutines on {world.Process.Processors.Count} Ps, {world.Process.Ms.Count} Ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events / cpu.TotalSeconds / 1e6:F2} million events a second of CPU time ({events / wall.TotalSeconds / 1e6:F2} of wall time), {(simulation.Now - simulated).Seconds / wall.TotalSeconds:F3} simulated s a second, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)events:F2} bytes allocated an event"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: false) >> 20} MiB on the heap, {process.WorkingSet64 >> 20} MiB in memory, {process.PeakWorkingSet64 >> 20} MiB at most"));
    }
}
