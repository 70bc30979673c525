using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Clients that give up, and handlers that find a pool empty for too long: timelines worked out by hand, on an ideal machine with one P, for 10 ms.</summary>
public sealed class TimeoutTests
{
    private const string Slow = "serve: [{ read: request }, { cpu: 80us }, { write: response }]";

    [TestCase("on: remote, rtt: 20us, timeout: 50us", 143, Description = "sent at 10 us, given up at 60, connected again at 80: every 70 us")]
    [TestCase("threads: 1, timeout: 50us", 200, Description = "every 50 us; on the machine connecting takes no time")]
    [TestCase("on: remote, rtt: 20us, timeout: 95us", 87, Description = "the answer is on its way, from 100 to 110 us, when the client gives up at 105: every 115 us")]
    public void A_client_gives_up_after_its_time_out_resets_the_connection_and_goes_on(string client, int errors)
    {
        var recorder = Run($"kind: closed, {client}", Slow).Recorder;

        Assert.That((recorder.Requests, recorder.Errors, recorder.Resets), Is.EqualTo((0L, (long)errors, (long)errors)));
    }

    [TestCase("on: remote, rtt: 20us, timeout: 101us", 99, Description = "every 100 us, from 10 us on")]
    [TestCase("threads: 1, timeout: 200us", 125)]
    public void A_time_out_that_is_not_reached_changes_nothing(string client, int requests)
    {
        var recorder = Run($"kind: closed, {client}", Slow).Recorder;

        Assert.That((recorder.Requests, recorder.Errors), Is.EqualTo(((long)requests, 0L)));
    }

    [Test]
    public void What_has_been_given_up_is_worked_off_all_the_same()
    {
        // A request every 70 us, from 20 us on, and 80 us for each: the server is never idle again, and the 125th is under way at the end.
        var world = Run("kind: closed, on: remote, rtt: 20us, timeout: 50us", Slow);

        Assert.That(world.Process.Account.CpuTime.Microseconds, Is.InRange(124 * 80, 9980));
    }

    [Test]
    public void A_client_that_gives_up_in_the_handshake_leaves_nothing_at_the_server()
    {
        // The SYN is sent at 0 and given up at 30 us, before it arrives; a round trip later the next: every 130 us.
        var world = Run("kind: closed, keep_alive: false, on: remote, rtt: 100us, timeout: 30us", Slow);

        Assert.That((world.Recorder.Requests, world.Recorder.Errors), Is.EqualTo((0L, 77L)));
        Assert.That(world.Process.Account.Descriptors.Open - world.Process.Account.Descriptors.Reserved, Is.EqualTo(1), "the listener");
        Assert.That(world.Process.Account.CpuTime, Is.EqualTo(SimDuration.Zero));
    }

    [Test]
    public void A_handler_that_finds_a_pool_empty_for_too_long_fails_its_request()
    {
        // One of two connections has the item for 300 us at a time. The other fails after 110 and after 220 us, is there again when the item comes back, and has it then.
        var recorder = Run("kind: closed, connections: 2", "serve: [{ read: request }, { acquire: { pool: db, size: 1, timeout: 110us } }, { sleep: 300us }, { release: db }, { write: response }]").Recorder;

        Assert.That((recorder.Requests, recorder.Errors, recorder.Resets), Is.EqualTo((33L, 66L, 0L)));
        Assert.That(recorder.Latency.SumPicoseconds, Is.EqualTo((Int128)(300 + (32 * 380)) * 1_000_000));
    }

    [Test]
    public void A_task_that_an_error_ends_counts_as_an_error()
    {
        var recorder = Run("kind: closed, connections: 2", "serve: [{ acquire: { pool: db, size: 1, timeout: 110us } }, { sleep: 300us }, { release: db }]", server: "tasks").Recorder;

        Assert.That((recorder.Requests, recorder.Errors), Is.EqualTo((33L, 66L)));
    }

    private static World Run(string client, string program, string server = "http")
    {
        var setup = Given.Setup(
        [
            "machine: { base: ideal, cores: 4 }",
            "runtime: { gomaxprocs: 1, poll_timeout: exact, toggles: { sysmon: false, steal_pause: 0us } }",
            $"workload: {{ server: {{ kind: {server}, handler: serve }}, clients: [{{ {client} }}] }}",
            "programs:",
            "  " + program,
        ]);
        var world = World.Build(setup, seed: 1, new CalendarQueue());
        world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(10));
        return world;
    }
}
