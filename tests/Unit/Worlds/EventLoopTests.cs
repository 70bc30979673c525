using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Go servers with event loops of their own.</summary>
public sealed class EventLoopTests
{
    [Test]
    public void One_loop_on_a_machine_without_costs_is_a_queue_with_one_server()
    {
        // 4 CPUs and 4 Ps, but one loop: M/M/1 at 60 %. 2 s are some 12,000 requests; the relative error of the mean is about 4 %.
        var world = Ideal("loops: 1, handler: h", "{ kind: open, rate: 6k/s, connections: 1000 }", "[read, { cpu: { exponential: 100us } }, write]");
        world.Run(SimDuration.FromMilliseconds(100), SimDuration.FromSeconds(2));

        Assert.That(world.Recorder.Latency.MeanPicoseconds / 1e6, Is.EqualTo(250).Within(12).Percent);
    }

    [Test]
    public void One_connection_is_answered_as_by_a_server_with_a_goroutine_for_each()
    {
        const string Clients = "{ kind: closed, connections: 1, think: { exponential: 50us } }";
        const string Handler = "[read, { cpu: { exponential: 100us } }, write]";
        var loops = Ideal("loops: 1, handler: h", Clients, Handler);
        var goroutines = Ideal("handler: h", Clients, Handler, kind: "http");
        loops.Run(SimDuration.Zero, SimDuration.FromMilliseconds(500));
        goroutines.Run(SimDuration.Zero, SimDuration.FromMilliseconds(500));

        Assert.That(loops.Recorder.Requests, Is.GreaterThan(1000).And.EqualTo(goroutines.Recorder.Requests));
        Assert.That(loops.Recorder.Latency.MeanPicoseconds, Is.EqualTo(goroutines.Recorder.Latency.MeanPicoseconds), "the same draws for the same requests");
    }

    [TestCase(1, 1000)]
    [TestCase(2, 2000)]
    [TestCase(10, 10_000)]
    public void A_handler_that_sleeps_holds_up_every_connection_of_its_loop(int loops, int perSecond)
    {
        var world = Ideal($"loops: {loops}, handler: h", "{ kind: closed, connections: 10 }", "[read, { sleep: 1ms }, write]");
        world.Run(SimDuration.FromMilliseconds(20), SimDuration.FromSeconds(1));

        Assert.That(world.Recorder.Requests, Is.EqualTo(perSecond).Within(loops));
    }

    [TestCase(1, 1)]
    [TestCase(8, 8)]
    [TestCase(128, 39)]
    public void A_call_of_epoll_wait_returns_what_is_ready_up_to_its_limit(int limit, int batch)
    {
        // 40 connections that send again as soon as they are answered: after a batch all of its connections are ready again, but for the last, whose request comes an event later.
        var world = Ideal($"loops: 1, max_events: {limit}, handler: h", "{ kind: closed, connections: 40 }", "[read, { cpu: 10us }, write]");
        var values = world.Run(SimDuration.FromMilliseconds(20), SimDuration.FromMilliseconds(200));

        Assert.That(Value(values, Metrics.EpollWaitPerS) / Value(values, Metrics.ThroughputRps), Is.EqualTo(1.0 / batch).Within(1).Percent);
    }

    [Test]
    public void While_a_loop_waits_in_the_kernel_sysmon_gives_its_P_to_others()
    {
        var world = Real("loops: 1, handler: h, background: busy", "{ kind: open, rate: 20/s }", gomaxprocs: 1);
        var values = world.Run(SimDuration.FromMilliseconds(50), SimDuration.FromSeconds(2));

        Assert.That(world.Recorder.Requests, Is.EqualTo(40).Within(15), "the loop gets the P back");
        Assert.That(world.Process.Counters.Retakes, Is.GreaterThan(10), "since the background program has always work for it");
        Assert.That(Value(values, Metrics.CpuUtilisation) * 4, Is.InRange(0.7, 1), "and computes but for the times in which the P waits for sysmon");
    }

    [Test]
    public void The_runtimes_poller_has_nothing_to_do()
    {
        var world = Real("loops: 4, handler: h", "{ kind: closed, connections: 40, on: same-machine, threads: 2 }");
        world.Run(SimDuration.FromMilliseconds(10), SimDuration.FromMilliseconds(50));

        Assert.That(world.Recorder.Requests, Is.GreaterThan(500));
        Assert.That(world.Process.Netpoller.Instances.Sum(instance => instance.Epoll.Counters.Controls), Is.LessThan(5), "40 connections came");
        Assert.That(world.Process.Counters.Live.Level, Is.EqualTo(5), "the acceptor and four loops, whatever the number of connections");
    }

    [Test]
    public void Short_connections_give_their_descriptors_back()
    {
        var world = Real("loops: 3, handler: h", "{ kind: closed, connections: 20, on: same-machine, threads: 2, keep_alive: false }");
        world.Run(SimDuration.FromMilliseconds(10), SimDuration.FromMilliseconds(50));

        Assert.That(world.Recorder.Requests, Is.GreaterThan(500));
        Assert.That(world.Recorder.Errors, Is.Zero);
        Assert.That(world.Process.Account.Descriptors.MostOpen, Is.LessThan(20 + 20 + 10));
    }

    [Test]
    public void Every_instant_of_a_request_is_booked_and_the_run_is_the_same_with_and_without_a_checker(
        [Values("loops: 1", "loops: 5", "loops: 3, lock_threads: true")] string loops,
        [Values("on: remote, rtt: 50us", "on: same-machine, threads: 2", "on: same-machine, keep_alive: false", "on: remote, keep_alive: false, closes: client")] string client)
    {
        var (digest, world) = Run(isChecked: true);

        Assert.That(Run(isChecked: false).Digest, Is.EqualTo(digest));
        Assert.That(world.Recorder.Requests, Is.GreaterThan(100));
        var booked = Enum.GetValues<LatencyComponent>().Aggregate(Int128.Zero, (sum, component) => sum + world.Recorder.Attribution(component));
        Assert.That((double)booked / world.Recorder.Requests, Is.EqualTo(world.Recorder.Latency.MeanPicoseconds).Within(1e-6).Percent);

        (ulong Digest, World World) Run(bool isChecked)
        {
            var built = Real($"{loops}, handler: h, background: now-and-then", $"{{ kind: closed, connections: 30, {client} }}");
            if (isChecked) built.Simulation.Observer = new InvariantChecker(built.Process);
            built.Run(SimDuration.Zero, SimDuration.FromMilliseconds(20));
            return (built.Simulation.Digest, built);
        }
    }

    [Test]
    public void Nothing_is_allocated_for_a_request()
    {
        var world = Real("loops: 3, handler: h", "{ kind: closed, connections: 30, on: same-machine, threads: 2 }");
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(20));
        var events = world.Simulation.EventCount;
        var before = GC.GetAllocatedBytesForCurrentThread();
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(40));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        events = world.Simulation.EventCount - events;
        Assert.That(events, Is.GreaterThan(5_000), "events");
        Assert.That(allocated / (double)events, Is.LessThan(1), "bytes an event");
    }

    private static double Value(IReadOnlyList<double?> values, Metric metric) => values[Metrics.All.ToList().IndexOf(metric)]!.Value;

    private static World Ideal(string server, string client, string handler, string kind = "event-loop") =>
        World.Build(
            Given.Setup("machine: { base: ideal, cores: 16 }", "runtime: { gomaxprocs: 16, toggles: { steal_pause: 0us } }", $"workload: {{ server: {{ kind: {kind}, {server} }}, clients: [{Remote(client)}] }}", "programs:", $"  h: {handler}"),
            seed: 1,
            new QuaternaryHeap());

    private static string Remote(string client) => client.Insert(client.Length - 2, ", on: remote");

    private static World Real(string server, string client, int gomaxprocs = 4) =>
        World.Build(
            Given.Setup(
                "machine: { base: generic-x86, cores: 4 }",
                $"runtime: {{ gomaxprocs: {gomaxprocs} }}",
                $"workload: {{ server: {{ kind: event-loop, {server} }}, clients: [{client}] }}",
                "programs:",
                "  h: [read, { cpu: { exponential: 10us } }, { lock: m }, { cpu: 1us }, { unlock: m }, write]",
                "  busy: [{ repeat: { times: forever, do: [{ cpu: 1ms }] } }]",
                "  now-and-then: [{ repeat: { times: forever, do: [{ cpu: 1ms }, { sleep: 1ms }] } }]"),
            seed: 1,
            new QuaternaryHeap());
}
