using GmpSim.Engine;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Connections that come and go cost little memory of the simulator: sockets and their places in queues are used again.</summary>
public sealed class ConnectionAllocationTests
{
    private const string Answer = "[{ read: request }, { cpu: 5us }, { write: response }]";
    private const string Dial = "[{ read: request }, { dial: { to: db, rtt: 100us MORE } }, { write: request }, { read: response }, close, { write: response }]";

    [TestCase("on: remote, rtt: 100us, keep_alive: false", Answer)]
    [TestCase("on: remote, rtt: 100us, keep_alive: false, closes: client", Answer)]
    [TestCase("on: same-machine, keep_alive: false", Answer)]
    [TestCase("on: same-machine, keep_alive: false, closes: client", Answer)]
    [TestCase("on: remote, rtt: 100us", Dial)]
    [TestCase("on: remote, rtt: 100us", Dial + "pool")]
    public void A_connection_allocates_no_sockets(string client, string handler)
    {
        handler = handler.EndsWith("pool", StringComparison.Ordinal) ? handler.Replace("MORE", ", pool: {}", StringComparison.Ordinal)[..^4] : handler.Replace("MORE", "", StringComparison.Ordinal);
        var setup = Given.Setup(
        [
            "machine: { base: generic-x86, cores: 4 }",
            "runtime: { gomaxprocs: 2 }",
            "os: { time_wait: 5ms }",
            $"workload: {{ server: {{ kind: http, handler: serve }}, clients: [{{ kind: closed, connections: 10, {client} }}] }}",
            "programs:",
            $"  serve: {handler}",
        ]);
        var world = World.Build(setup, seed: 1, new QuaternaryHeap());
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(50));
        var events = world.Simulation.EventCount;
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(100));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        events = world.Simulation.EventCount - events;
        Assert.That(events, Is.GreaterThan(5_000), "events");
        // A registration with epoll and the server's record, about 200 bytes a connection; two new sockets would be more than a kilobyte.
        Assert.That(allocated / (double)events, Is.LessThan(10), "bytes an event");
    }
}
