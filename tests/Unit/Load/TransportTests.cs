using GmpSim.Results;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Connections that programs dial and keep for later calls (net/http, Transport), on timelines worked out by hand.</summary>
/// <remarks>Sleeps end a whole number of milliseconds after what happened last, since a blocked poller sleeps no other times.</remarks>
public sealed class TransportTests
{
    private const string Call = "{ dial: &db { to: db, rtt: 200us, service: 1ms, pool: { idle_timeout: 50ms } } }, { write: request }, { read: response }";

    [Test]
    public void A_connection_that_is_given_back_needs_no_connect()
    {
        var stage = ProgramStage.Run([$"main: [{Call}, close, {{ log: first }}, {Call.Replace("&db { to: db, rtt: 200us, service: 1ms, pool: { idle_timeout: 50ms } }", "*db", StringComparison.Ordinal)}, {{ log: second }}]"], ms: 10);

        Assert.That(stage.Log, Is.EqualTo(new[] { "1400us first", "2600us second" }));
        Assert.That(stage.OpenDescriptors, Is.EqualTo(1), "kept beyond the end of the program");
    }

    [Test]
    public void Goroutines_share_what_is_kept_and_the_end_of_a_program_gives_back_too()
    {
        var stage = ProgramStage.Run(["main: [{ spawn: call }, { sleep: 5400us }, { spawn: call }]", $"call: [{Call}, {{ log: answered }}]"], ms: 10);

        Assert.That(stage.Log, Is.EqualTo(new[] { "1400us answered", "6600us answered" }), "no connect");
    }

    [Test]
    public void Beyond_two_idle_ones_a_service_keeps_none()
    {
        var stage = ProgramStage.Run(["main: [{ spawn: { program: call, count: 5 } }, { sleep: 5400us }, { spawn: { program: call, count: 5 } }]", $"call: [{Call}, {{ log: answered }}]"], ms: 10);

        Assert.That(stage.Log.Skip(5), Is.EqualTo(Enumerable.Repeat("6600us answered", 2).Concat(Enumerable.Repeat("6800us answered", 3))));
        Assert.That(stage.OpenDescriptors, Is.EqualTo(2));
        Assert.That(stage.Network.TimeWait.Count, Is.EqualTo(3 + 3), "three were closed each time");
    }

    [Test]
    public void A_connection_that_is_idle_for_too_long_is_closed()
    {
        Assert.That(ProgramStage.Run([$"main: [{Call}]"], ms: 51).OpenDescriptors, Is.EqualTo(1));
        var stage = ProgramStage.Run([$"main: [{Call}]"], ms: 52);
        Assert.That(stage.OpenDescriptors, Is.Zero, "50 ms after 1.4 ms");
        Assert.That(stage.Network.TimeWait.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_limit_for_all_services_closes_the_one_that_was_given_back_first()
    {
        string[] programs =
        [
            "main: [{ spawn: a }, { sleep: 2100us }, { spawn: b }, { sleep: 2100us }, { spawn: b }, { sleep: 2ms }, { spawn: a }]",
            "a: [{ dial: { to: one, rtt: 100us, pool: { idle: 1 } } }, { log: a }]",
            "b: [{ dial: { to: two, rtt: 100us, pool: { idle: 1 } } }, { log: b }]",
        ];
        var stage = ProgramStage.Run(programs, ms: 10);

        Assert.That(stage.Log, Is.EqualTo(new[] { "100us a", "2200us b", "4200us b", "6300us a" }), "only the second b finds its connection");
        Assert.That(stage.OpenDescriptors, Is.EqualTo(1));
    }

    [Test]
    public void A_connection_whose_call_was_not_answered_is_closed_and_so_is_one_that_its_server_has_closed()
    {
        string[] late = ["main: [{ spawn: call }, { sleep: 4200us }, { spawn: call }]", "call: [{ dial: { to: db, rtt: 200us, service: 5ms, pool: {} } }, { log: connected }, { write: request }, { read: { message: response, deadline: 2ms } }]"];
        Assert.That(ProgramStage.Run(late, ms: 20).Log, Is.EqualTo(new[] { "200us connected", "4400us connected" }));

        string[] closed =
        [
            "main: [{ spawn: server }, { spawn: call }, { sleep: 3ms }, { spawn: call }]",
            "server: [{ repeat: { times: forever, do: [{ accept: cache }, { read: { bytes: 64B } }, { write: { bytes: 64B } }, close] } }]",
            "call: [{ dial: { to: cache, pool: {} } }, { write: { bytes: 64B } }, { read: { bytes: 64B } }, { log: answered }]",
        ];
        var stage = ProgramStage.Run(closed, ms: 20);
        Assert.That(stage.Log, Is.EqualTo(new[] { "0us answered", "3000us answered" }));
        Assert.That(stage.OpenDescriptors, Is.EqualTo(1), "the listener; neither connection was worth keeping");
    }

    [TestCase("", 0.0)]
    [TestCase(", pool: {}", 1.0)]
    public void The_share_of_calls_over_used_connections_is_a_metric(string pool, double share)
    {
        var handler = $"handler: [{{ dial: {{ to: db, rtt: 200us{pool} }} }}, {{ write: request }}, {{ read: response }}]";
        var figures = ProgramStage.Figures([handler]);

        Assert.That(figures[Metrics.CallReuseRate.Index], Is.EqualTo(share).Within(0.01));
    }

    [Test]
    public void Without_a_pool_the_ports_towards_a_service_run_out_and_with_one_they_do_not()
    {
        // 2000 calls a second; each port is in TIME_WAIT for a minute. The task of a call that gets no port fails.
        (double Calls, double Failed) Run(string pool)
        {
            var figures = ProgramStage.Figures([$"handler: [{{ dial: {{ to: db, rtt: 200us{pool} }} }}, {{ write: request }}, {{ read: response }}]"], "{ kind: open, rate: 2k/s, arrivals: uniform }", ms: 14_200);
            Assert.That(figures[Metrics.Errors.Index], Is.EqualTo(figures[Metrics.Eaddrnotavail.Index]));
            return (figures[Metrics.Requests.Index]!.Value, figures[Metrics.Errors.Index]!.Value);
        }

        var (calls, failed) = Run("");
        Assert.That(calls, Is.EqualTo(28_232));
        Assert.That(calls + failed, Is.EqualTo(28_400).Within(1));
        Assert.That(Run(", pool: {}").Failed, Is.Zero);
    }
}
