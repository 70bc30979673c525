using GmpSim.Results;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Connections of programs on timelines worked out by hand: dialled to other machines, accepted from each other, closed.</summary>
public sealed class ProgramNetworkTests
{
    [Test]
    public void A_connect_takes_a_round_trip_and_an_answer_another_and_the_time_of_the_service()
    {
        var marks = ProgramStage.Marks(["main: [{ dial: { to: db, rtt: 200us, service: 1ms } }, { log: connected }, { write: request }, { cpu: 50us }, { log: computed }, { read: response }, { log: answered }]"]);

        Assert.That(marks, Is.EqualTo(new[] { "200us connected", "250us computed", "1400us answered" }));
    }

    [Test]
    public void A_connection_that_is_open_is_kept_and_one_that_was_closed_is_made_anew()
    {
        var marks = ProgramStage.Marks(["main: [{ dial: &db { to: db, rtt: 200us } }, { log: first }, { dial: *db }, { log: kept }, close, { dial: *db }, { log: anew }, { dial: { to: other, rtt: 50us } }, { log: other }]"]);

        Assert.That(marks, Is.EqualTo(new[] { "200us first", "200us kept", "400us anew", "450us other" }));
    }

    [Test]
    public void A_connection_within_the_process_is_made_at_once_and_its_listener_hands_it_to_the_goroutine_that_it_starts()
    {
        string[] programs =
        [
            "main: [{ spawn: acceptor }, { dial: cache }, { log: connected }, { write: request }, { read: response }, { log: answered }]",
            "acceptor: [{ accept: cache }, { spawn: serve }, { log: handed over }]",
            "serve: [{ read: request }, { cpu: 30us }, { write: response }, { log: served }, { read: request }, { log: never }]",
        ];

        var stage = ProgramStage.Run(programs);
        Assert.That(stage.Log, Is.EqualTo(new[] { "0us connected", "0us handed over", "30us served", "30us answered" }));
        Assert.That(stage.OpenDescriptors, Is.EqualTo(1), "the listener is left: a program closes its connections at its end, and the other side ends at the end of file");
    }

    [Test]
    public void A_program_may_serve_one_connection_after_another_itself()
    {
        string[] programs =
        [
            "main: [{ spawn: { program: caller, count: 3 } }, { repeat: { times: forever, do: [{ accept: cache }, { read: { bytes: 64B } }, { cpu: 10us }, { write: { bytes: 1KiB } }, close] } }]",
            "caller: [{ dial: cache }, { write: { bytes: 100B } }, { read: { bytes: 512B } }, { log: answered }]",
        ];

        // On one P the callers go on when the server finds no other connection.
        var stage = ProgramStage.Run(programs);
        Assert.That(stage.Log, Is.EqualTo(new[] { "30us answered", "30us answered", "30us answered" }));
        Assert.That(stage.OpenDescriptors, Is.EqualTo(1), "the listener");
    }

    [Test]
    public void A_read_that_misses_its_deadline_ends_the_program()
    {
        string[] programs =
        [
            "main: [{ spawn: patient }, { dial: { to: db, service: 5ms } }, { write: request }, { read: { message: response, deadline: 2ms } }, { log: never }]",
            "patient: [{ dial: { to: db, service: 5ms } }, { write: request }, { read: { message: response, deadline: 6ms } }, { log: answered }]",
        ];

        var stage = ProgramStage.Run(programs);
        Assert.That(stage.Log, Is.EqualTo(new[] { "5000us answered" }));
        Assert.That(stage.OpenDescriptors, Is.Zero, "open at the end");
    }

    [Test]
    public void Waiting_for_a_service_belongs_to_the_backend()
    {
        string[] programs = ["handler: [{ cpu: 10us }, { dial: { to: db, rtt: 200us, service: 1ms } }, { write: request }, { cpu: 5us }, { read: response }, { cpu: 20us }]"];
        var recorder = ProgramStage.Serve(programs).Recorder;

        // Two round trips and the service, of which 5 us pass while the goroutine computes.
        Assert.That(recorder.Requests, Is.GreaterThan(10));
        Assert.That(recorder.Attribution(LatencyComponent.Backend), Is.EqualTo((Int128)1_395_000_000 * recorder.Requests));
        Assert.That(recorder.Attribution(LatencyComponent.Running), Is.EqualTo((Int128)35_000_000 * recorder.Requests));
        Assert.That(recorder.Latency.Max.Microseconds, Is.EqualTo(1430));
    }

    [Test]
    public void Requests_of_a_client_that_is_not_measured_count_in_nothing()
    {
        string[] programs = ["handler: [{ cpu: 10us }]", "hog: [{ cpu: 90us }]"];
        var world = ProgramStage.Serve(programs, "{ kind: closed }, { kind: closed, handler: hog, measured: false }");

        // On one P they take turns: 10 us and 90 us.
        Assert.That(world.Recorder.Latency.Max.Microseconds, Is.EqualTo(100));
        Assert.That(world.Recorder.Requests, Is.EqualTo(100_000 / 100).Within(1));
    }
}
