using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>A server that closes a connection because a read has missed its deadline, and what its client makes of it: timelines worked out by hand, on an ideal machine.</summary>
public sealed class ReadDeadlineTests
{
    private const string Idle = "serve: [{ read: { message: request, deadline: 200us } }, { cpu: 30us }, { write: response }]";
    private const string GivesUp = "serve: [{ read: request }, { dial: { to: db, service: 5ms } }, { write: request }, { read: { message: response, deadline: 50us } }, { write: response }]";

    [Test]
    public void A_client_that_knows_of_the_close_connects_anew_for_its_next_request()
    {
        // Accepted at 50 us, closed at 250, known at 300. The request of 400 us is there at 550, after a round trip for the connect; its answer at 630.
        // Closed at 780, known at 830, and so on with the request of 1030 us: one every 630 us.
        var recorder = Run("think: 400us, on: remote, rtt: 100us", Idle);

        Assert.That((recorder.Requests, recorder.Errors), Is.EqualTo((15L, 0L)));
        Assert.That(recorder.Latency.SumPicoseconds, Is.EqualTo((Int128)15 * 230_000_000));
        Assert.That(recorder.ReusedShare, Is.Zero);
    }

    [Test]
    public void A_request_that_crosses_the_close_has_failed()
    {
        // Closed at 250 us. Sent at 270; the close is there at 300. Connected anew at 400; the server closes that at 600, known at 650. Sent at 670 on a third
        // connection, answered at 900; from then on every 500 us a request that knows.
        var recorder = Run("think: 270us, on: remote, rtt: 100us", Idle);

        Assert.That((recorder.Requests, recorder.Errors, recorder.Resets), Is.EqualTo((19L, 1L, 0L)));
        Assert.That(recorder.Latency.SumPicoseconds, Is.EqualTo((Int128)19 * 230_000_000));
    }

    [TestCase("on: remote, rtt: 100us", 40, Description = "sent at 50 us; read at 100, closed at 150, known at 200; connected again at 300: every 250 us")]
    [TestCase("threads: 1", 200, Description = "every 50 us")]
    [TestCase("on: remote, rtt: 100us, keep_alive: false", 28, Description = "a round trip to connect, 50 us there, 50 us, 50 us back, and a round trip until the next: every 350 us, from 250 us on")]
    public void A_request_that_is_not_answered_ends_as_an_error_and_the_next_one_has_another_connection(string place, int errors)
    {
        var recorder = Run(place, GivesUp);

        Assert.That((recorder.Requests, recorder.Errors, recorder.Resets), Is.EqualTo((0L, (long)errors, 0L)));
    }

    [Test]
    public void On_the_machine_the_close_is_known_at_once()
    {
        // Closed at 200 us; sent at 300 on a new connection, answered at 330; closed at 530, and so on every 330 us.
        var recorder = Run("think: 300us, threads: 1", Idle);

        Assert.That((recorder.Requests, recorder.Errors), Is.EqualTo((30L, 0L)));
        Assert.That(recorder.Latency.SumPicoseconds, Is.EqualTo((Int128)30 * 30_000_000));
    }

    private static GmpSim.Load.LoadRecorder Run(string client, string program)
    {
        var setup = Given.Setup(
        [
            "machine: { base: ideal, cores: 4 }",
            "runtime: { gomaxprocs: 1, poll_timeout: exact, toggles: { sysmon: false, steal_pause: 0us } }",
            $"workload: {{ server: {{ kind: http, handler: serve }}, clients: [{{ kind: closed, {client} }}] }}",
            "programs:",
            "  " + program,
        ]);
        var world = World.Build(setup, seed: 1, new CalendarQueue());
        world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(10));
        return world.Recorder;
    }
}
