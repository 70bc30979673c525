using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Servers and clients at the limits of TCP and of descriptors: timelines worked out by hand, on a machine where nothing costs anything.</summary>
public sealed class ConnectionLimitsTests
{
    private const string Serve = "serve: [{ read: request }, { cpu: 30us }, { write: response }]";
    private const string Server = "{ kind: http, handler: serve }";

    [Test]
    public void A_server_without_descriptors_leaves_connections_in_the_accept_queue_and_rests_5_10_20_ms_and_so_on()
    {
        // 16 are: standard input, output, error, the poller's two, the listener, and ten connections.
        var world = Build(Server, "{ kind: closed, connections: 14, on: remote, rtt: 0us, think: 1ms }", Serve, "fd_limit: 16");
        var figures = world.Run(SimDuration.Zero, SimDuration.FromSeconds(4));

        // It fails when it has accepted ten, and again after 5, 15, 35, 75, 155, 315, 635, 1275 ms, from then on each second: 2275, 3275.
        Assert.That(Figure(figures, Metrics.Emfile), Is.EqualTo(11));
        Assert.That(Figure(figures, Metrics.FdsMax), Is.EqualTo(16));
        Assert.That(Figure(figures, Metrics.GoroutinesMax), Is.EqualTo(11));
        Assert.That(Figure(figures, Metrics.Errors), Is.Zero, "the others wait");
    }

    [Test]
    public void After_a_rest_the_server_goes_on_where_connections_have_been_closed()
    {
        // Connections live for one request of 30 us and a round trip; the accept loop sleeps 5 ms whenever it comes upon the limit. Every rest is the first: an accept has succeeded before.
        var world = Build(Server, "{ kind: closed, connections: 14, on: remote, rtt: 100us, keep_alive: false }", Serve, "fd_limit: 16");
        var figures = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(1000));

        Assert.That(Figure(figures, Metrics.Emfile), Is.InRange(150, 200), "1 s / (5 ms and what ten connections take)");
        Assert.That(Figure(figures, Metrics.Requests), Is.InRange(1500, 2800), "ten to fourteen for each rest");
        Assert.That(Figure(figures, Metrics.FdsMax), Is.EqualTo(16));
    }

    [Test]
    public void A_program_that_finds_no_descriptor_for_a_dial_ends()
    {
        var world = Build(
            "{ kind: tasks, handler: call }",
            "{ kind: open, rate: 20k/s, arrivals: uniform }",
            "call: [{ dial: { to: db, rtt: 1ms } }, { log: connected }, { sleep: 1s }]",
            "fd_limit: 16");
        var marks = new List<string>();
        world.Simulation.Observer = new MarkWatcher(marks);
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(2));

        // Every 50 us one; 16 less the three standard ones and the poller's two are 11. Of the twenty that have dialled when the first is connected, nine have failed.
        Assert.That(marks, Has.Count.EqualTo(11));
        Assert.That(marks[0], Is.EqualTo("1050us connected"));
        Assert.That(world.Process.Account.Descriptors.Refused, Is.EqualTo(40 - 11));
    }

    [TestCase("client")]
    [TestCase("server")]
    public void Only_where_the_client_closes_first_do_its_ports_run_out(string closes)
    {
        // 100 ports for 60 s each; a request takes 30 us, and a place without a port rests for 10 ms.
        var world = Build(Server, $"{{ kind: closed, keep_alive: false, closes: {closes} }}", Serve, "ephemeral_ports: 100, tw_reuse: never");
        var figures = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(1003));

        Assert.That(Figure(figures, Metrics.Eaddrnotavail), Is.EqualTo(Figure(figures, Metrics.Errors)));
        if (closes == "client")
        {
            Assert.That(Figure(figures, Metrics.Requests), Is.EqualTo(100));
            Assert.That(Figure(figures, Metrics.Errors), Is.EqualTo(101), "at 3 ms, and every 10 ms");
            Assert.That(Figure(figures, Metrics.TimeWaitMax), Is.EqualTo(100));
        }
        else
        {
            Assert.That(Figure(figures, Metrics.Requests), Is.EqualTo(33_433));
            Assert.That(Figure(figures, Metrics.Errors), Is.Zero);
            Assert.That(Figure(figures, Metrics.TimeWaitMax), Is.EqualTo(50), "ports are free at once, so the even ones always suffice, and each SYN replaces an entry of the server");
        }
    }

    [Test]
    public void A_server_that_closes_connections_of_other_machines_has_rate_times_60_s_in_TIME_WAIT()
    {
        // Little: 1000 closes a second, 2 s each here.
        var world = Build(Server, "{ kind: open, rate: 1k/s, arrivals: uniform, rtt: 100us, keep_alive: false }", Serve, "time_wait: 2s");
        var figures = world.Run(SimDuration.FromSeconds(3), SimDuration.FromSeconds(1));

        Assert.That(Figure(figures, Metrics.TimeWaitMean), Is.EqualTo(2000).Within(1));
        Assert.That(Figure(figures, Metrics.TimeWaitEnd), Is.EqualTo(2000).Within(1));
        Assert.That(Figure(figures, Metrics.FdsMax), Is.LessThan(10), "TIME_WAIT holds no descriptor");
    }

    [TestCase("keep_alive: true", 1.0)]
    [TestCase("keep_alive: false", 0.0)]
    [TestCase("keep_alive: false, closes: client", 0.0)]
    public void Requests_over_connections_that_are_kept_reuse_them(string keepAlive, double share)
    {
        var world = Build(Server, $"{{ kind: closed, connections: 5, on: remote, rtt: 100us, {keepAlive} }}", Serve);
        var figures = world.Run(SimDuration.FromMilliseconds(10), SimDuration.FromMilliseconds(100));

        Assert.That(Figure(figures, Metrics.ConnReuseRate), Is.EqualTo(share));
        Assert.That(Figure(figures, Metrics.Resets), Is.Zero);
    }

    [Test]
    public void Clients_that_overflow_the_accept_queue_see_it_in_their_latency()
    {
        // Twenty SYNs at 10 s find the queue empty, but when the handshakes end, 150 us later, it takes four connections before the server gets to run. The others' data is
        // dropped; it comes again after R = 200.1 ms, 3 R and 7 R, and four get through each time. At 1 s a repeated SYN-ACK lets in four of the last eight, whose data comes with the rest.
        var world = Build(Server, "{ kind: closed, connections: 20, on: remote, rtt: 100us, think: 10s, keep_alive: false }", "serve: [{ read: request }, { write: response }]", "somaxconn: 3");
        var figures = world.Run(SimDuration.Zero, SimDuration.FromSeconds(15));

        Assert.That(Figure(figures, Metrics.Requests), Is.EqualTo(20));
        var expected = ((Int128)20 * 200_000_000) + ((Int128)200_100_000_000 * ((4 * 1) + (4 * 3) + (8 * 7)));
        Assert.That(world.Recorder.Latency.SumPicoseconds, Is.EqualTo(expected));
        Assert.That(Figure(figures, Metrics.ListenOverflows), Is.EqualTo(16 + 12 + 8 + 4));
        Assert.That(Figure(figures, Metrics.SynRetransmits), Is.Zero);
        Assert.That(Figure(figures, Metrics.ConnectP99Ms), Is.EqualTo(0.1), "the clients believe to be connected");
    }

    [Test]
    public void Ends_of_all_kinds_leave_no_descriptor_and_no_goroutine([Values("on: remote, rtt: 20us", "on: same-machine, threads: 2")] string place, [Values("server", "client")] string closes)
    {
        var world = Build(Server, $"{{ kind: closed, connections: 12, {place}, keep_alive: false, closes: {closes} }}", "serve: [{ read: request }, { cpu: { exponential: 5us } }, { write: response }]");
        world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(5));
        world.Traffic!.Stop();
        world.Simulation.RunUntil(world.Simulation.Now + SimDuration.FromMilliseconds(1));

        var descriptors = world.Process.Account.Descriptors;
        Assert.That(world.Traffic.Unanswered, Is.Zero);
        Assert.That(descriptors.Open - descriptors.Reserved, Is.EqualTo(1), "the listener");
        Assert.That(world.Process.Counters.Live.Level, Is.EqualTo(1), "the goroutine that accepts");
        if (closes == "server") Assert.That(world.Host.Network.TimeWait.Count, Is.EqualTo(world.Recorder.Requests).Within(12), "each connection is in TIME_WAIT once");
        else if (place.Contains("remote", StringComparison.Ordinal)) Assert.That(world.Host.Network.TimeWait.Count, Is.Zero, "that of the clients is elsewhere");
    }

    private static World Build(string server, string clients, string programs, string os = "kernel: \"6.12\"")
    {
        var setup = Given.Setup(
        [
            "machine: { base: ideal, cores: 4 }",
            "runtime: { gomaxprocs: 1, toggles: { sysmon: false, steal_pause: 0us } }",
            $"os: {{ {os} }}",
            $"workload: {{ server: {server}, clients: [{clients}] }}",
            "programs:",
            "  " + programs,
        ]);
        return World.Build(setup, seed: 1, new CalendarQueue(), new() { WatchesTraffic = true });
    }

    private static double? Figure(IReadOnlyList<double?> figures, Metric metric) => figures[metric.Index];
}
