using GmpSim.Engine;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Goroutines that wait for each other cost no memory of the simulator once it has reached its steady state.</summary>
public sealed class SyncAllocationTests
{
    [TestCase("[{ lock: m }, { cpu: 2us }, { unlock: m }]")]
    [TestCase("[{ rlock: rw }, { cpu: 2us }, { runlock: rw }, { lock: rw }, { cpu: 1us }, { unlock: rw }]")]
    [TestCase("[{ acquire: { pool: db, size: 2 } }, { cpu: 2us }, { release: db }]")]
    [TestCase("[{ recv: { channel: ring, at: own, buffer: 1 } }, { cpu: 1us }, { send: { channel: ring, at: next } }]")]
    [TestCase("[{ send: { channel: c, buffer: 3 } }, { cpu: 1us }, { recv: c }]")]
    [TestCase("[{ select: [{ send: a }, { recv: a }, { after: 20us, do: [{ cpu: 1us }] }] }]")]
    public void Nothing_is_allocated_for_operations_that_wait(string operations)
    {
        var setup = Given.Setup(
        [
            "machine: { base: generic-x86, cores: 4 }",
            "runtime: { gomaxprocs: 4 }",
            "workload: { server: { kind: tasks, handler: nothing, background: main }, clients: [{ kind: open, rate: 1/h }] }",
            "programs:",
            "  nothing: [{ cpu: 0us }]",
            "  main: [{ spawn: { program: actor, count: 12 } }, { repeat: { times: 3, do: [{ send: { channel: ring } }] } }]",
            $"  actor: [{{ repeat: {{ times: forever, do: {operations} }} }}]",
        ]);
        var world = World.Build(setup, seed: 1, new QuaternaryHeap());
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(20));
        var events = world.Simulation.EventCount;
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(40));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A queue or a pool may still grow once; an operation that allocated would do so at every few events.
        events = world.Simulation.EventCount - events;
        Assert.That(events, Is.GreaterThan(5_000), "events");
        Assert.That(allocated / (double)events, Is.LessThan(1), "bytes an event");
    }
}
