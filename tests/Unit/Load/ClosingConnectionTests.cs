using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Clients that make a connection for each request (<c>keep_alive: false</c>), on an ideal machine with timelines worked out by hand.</summary>
public sealed class ClosingConnectionTests
{
    private const string Remote = "kind: closed, on: remote, rtt: 100us";

    [Test]
    public void A_request_takes_a_round_trip_to_connect_and_another_for_itself()
    {
        var world = Build("{ kind: http, handler: serve }", $"{{ {Remote}, keep_alive: false }}", "serve: [{ read: request }, { cpu: 30us }, { write: response }]");
        var figures = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(10));

        // One after another: 10 ms / 230 us = 43.5.
        Assert.That(world.Recorder.Requests, Is.EqualTo(43));
        Assert.That(world.Recorder.Latency.MeanPicoseconds, Is.EqualTo(230e6));
        Assert.That(world.Recorder.Attribution(LatencyComponent.Network), Is.EqualTo((Int128)43 * 200_000_000), "both round trips");
        Assert.That(Figure(figures, Metrics.ConnectMeanMs), Is.EqualTo(0.1));
        Assert.That(Figure(figures, Metrics.ConnReuseRate), Is.Zero);
    }

    [Test]
    public void A_client_on_the_machine_pays_for_each_connect()
    {
        var world = Build("{ kind: http, handler: serve }", "{ kind: closed, keep_alive: false }", "serve: [{ read: request }, { cpu: 30us }, { write: response }]", "tcp.connect: 5us");
        var figures = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(10));

        // 10 ms / 35 us = 285.7.
        Assert.That(world.Recorder.Requests, Is.EqualTo(285));
        Assert.That(world.Recorder.Latency.MeanPicoseconds, Is.EqualTo(35e6));
        Assert.That(Figure(figures, Metrics.ConnectMeanMs), Is.EqualTo(0.005));
        Assert.That(Figure(figures, Metrics.ConnReuseRate), Is.Zero);
    }

    [Test]
    public void An_open_client_counts_from_the_intended_start_and_its_next_request_waits_for_a_connection_to_be_closed()
    {
        // At 1, 2, 3 ... ms; each takes 1500 us in all, and there is one connection at a time. Until 6.1 ms three have ended, at 2.5, 4 and 5.5 ms.
        var world = Build("{ kind: http, handler: serve }", "{ kind: open, connections: 1, rate: 1k/s, arrivals: uniform, rtt: 500us, keep_alive: false }", "serve: [{ read: request }, { cpu: 500us }, { write: response }]");
        world.Run(SimDuration.Zero, SimDuration.FromMicroseconds(6100));

        Assert.That(world.Recorder.Requests, Is.EqualTo(3));
        Assert.That(world.Recorder.Latency.SumPicoseconds, Is.EqualTo((Int128)(1500 + 2000 + 2500) * 1_000_000));
    }

    [Test]
    public void What_a_handler_does_behind_its_response_holds_back_the_close_and_the_next_request_but_not_the_response()
    {
        var world = Build("{ kind: http, handler: serve }", $"{{ {Remote}, keep_alive: false }}", "serve: [{ read: request }, { cpu: 30us }, { write: response }, { cpu: 70us }]");
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(3));

        Assert.That(world.Recorder.Latency.MeanPicoseconds, Is.EqualTo(230e6));
        Assert.That(world.Recorder.Requests, Is.EqualTo(10), "at 230 us, 530 us, ... 2930 us");
    }

    [Test]
    public void The_last_of_the_connections_that_are_accepted_in_one_go_is_served_first()
    {
        // accept readies each new goroutine through runnext, which puts the one before at the end of the ring.
        var clients = string.Join(", ", "abc".Select(name => $"{{ {Remote}, keep_alive: false, think: 0us, handler: {name} }}"));
        var world = Build("{ kind: http, handler: a }", clients, string.Join("\n", "abc".Select(name => $"{name}: [{{ read: request }}, {{ log: {name} }}, {{ cpu: 10us }}, {{ write: response }}]")));
        var marks = new List<string>();
        world.Simulation.Observer = new MarkWatcher(marks);
        world.Run(SimDuration.Zero, SimDuration.FromMicroseconds(200));

        Assert.That(marks, Is.EqualTo(new[] { "150us c", "160us a", "170us b" }));
    }

    [Test]
    public void Descriptors_and_goroutines_return_to_what_they_were([Values("on: remote, rtt: 20us", "on: same-machine, threads: 2")] string place, [Values("shared", "per-p")] string netpoller, [Values("1.14", "1.27")] string version)
    {
        var world = Build("{ kind: http, handler: serve }", $"{{ kind: closed, connections: 12, {place}, keep_alive: false }}", "serve: [{ read: request }, { cpu: { exponential: 5us } }, { write: response }]", runtime: $"go: \"{version}\", gomaxprocs: 3, netpoller: {netpoller}");
        world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(2));
        world.Traffic!.Stop();
        world.Simulation.RunUntil(world.Simulation.Now + SimDuration.FromMilliseconds(1));

        var descriptors = world.Process.Account.Descriptors;
        Assert.That(world.Recorder.Requests, Is.GreaterThan(200));
        Assert.That(world.Traffic.Unanswered, Is.Zero);
        Assert.That(descriptors.MostOpen - descriptors.Reserved, Is.InRange(3, 13), "the listener and one for each connection");
        Assert.That(descriptors.Open - descriptors.Reserved, Is.EqualTo(1), "the listener");
        Assert.That(world.Process.Counters.Live.Level, Is.EqualTo(1), "the goroutine that accepts");
    }

    [Test]
    public void The_service_times_of_a_clients_place_are_those_that_it_has_with_one_connection_for_all_requests()
    {
        Int128 SumOfTheFirst50(string more)
        {
            var world = Build("{ kind: http, handler: serve }", $"{{ {Remote}{more} }}", "serve: [{ read: request }, { cpu: { exponential: 50us } }, { write: response }]");
            world.Recorder.BeginWindow(SimTime.Zero);
            while (world.Recorder.Requests < 50) Assert.That(world.Simulation.Step(SimTime.MaxValue, out _), Is.True);
            return world.Recorder.Latency.SumPicoseconds;
        }

        var connects = SumOfTheFirst50(", keep_alive: false") - SumOfTheFirst50("");

        Assert.That(connects, Is.EqualTo((Int128)50 * 100_000_000), "a round trip for each");
    }

    private static World Build(string server, string clients, string programs, string costs = "", string runtime = "gomaxprocs: 1, toggles: { sysmon: false, steal_pause: 0us }")
    {
        var setup = Given.Setup(
        [
            $"machine: {{ base: ideal, cores: 4, costs: {{ {costs} }} }}",
            $"runtime: {{ {runtime} }}",
            $"workload: {{ server: {server}, clients: [{clients}] }}",
            "programs:",
            .. programs.Split('\n').Select(line => "  " + line),
        ]);
        return World.Build(setup, seed: 1, new CalendarQueue(), new() { WatchesTraffic = true });
    }

    private static double? Figure(IReadOnlyList<double?> figures, Metric metric) => figures[metric.Index];
}
