using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Scripted load generators in whole worlds.</summary>
public sealed class ScriptedClientTests
{
    private const string Script = "script: [{ at: 20ms, do: pause }, { at: 40ms, do: resume }, { at: 60ms, limit: 10k/s }, { at: 80ms, limit: none }]";

    private static readonly string[] Places = ["on: same-machine, threads: 2", "on: remote, rtt: 50us", "on: same-machine, threads: 2, keep_alive: false"];

    [Test]
    public void A_script_that_changes_nothing_gives_the_run_of_an_open_client([ValueSource(nameof(Places))] string place) =>
        Assert.That(Digest($"kind: scripted, connections: 20, rate: 30k/s, script: [{{ at: 10ms, limit: 30k/s }}], {place}"), Is.EqualTo(Digest($"kind: open, connections: 20, rate: 30k/s, {place}")));

    [Test]
    public void Without_a_rate_it_gives_the_run_of_a_closed_client([ValueSource(nameof(Places))] string place, [Values("0s", "{ exponential: 200us }")] string think) =>
        Assert.That(Digest($"kind: scripted, connections: 20, think: {think}, script: [{{ at: 99s, do: pause }}], {place}"), Is.EqualTo(Digest($"kind: closed, connections: 20, think: {think}, {place}")));

    [Test]
    public void A_closed_loop_stops_in_a_pause_and_keeps_to_a_limit([ValueSource(nameof(Places))] string place)
    {
        var client = $"kind: scripted, connections: 20, {Script}, {place}";

        Assert.That(Completed(client, 22, 40), Is.Zero, "2 ms after the pause all is answered");
        Assert.That(Completed(client, 62, 80), Is.EqualTo(180).Within(2), "18 ms at 10,000 a second");
        Assert.That(Completed(client, 42, 60), Is.GreaterThan(1000), "as many as before the pause");
        Assert.That(Completed(client, 82, 100), Is.GreaterThan(1000));
    }

    [Test]
    public void Evenly_spaced_arrivals_stop_in_a_pause_and_keep_to_a_limit([ValueSource(nameof(Places))] string place)
    {
        var client = $"kind: scripted, connections: 20, rate: 40k/s, arrivals: uniform, {Script}, {place}";

        Assert.That(Completed(client, 22, 40), Is.Zero);
        Assert.That(Completed(client, 62, 80), Is.EqualTo(180).Within(2));
        Assert.That(Completed(client, 42, 60), Is.EqualTo(720).Within(2));
    }

    [Test]
    public void A_script_rules_the_tasks_of_a_server_without_a_network()
    {
        const string Client = $"kind: scripted, rate: 40k/s, arrivals: uniform, {Script}";

        Assert.That(Completed(Client, 22, 40, "kind: tasks, handler: task"), Is.Zero);
        Assert.That(Completed(Client, 62, 80, "kind: tasks, handler: task"), Is.EqualTo(180).Within(2));
    }

    [Test]
    public void On_a_machine_without_costs_the_timeline_is_the_one_worked_out_by_hand()
    {
        // One connection, 3.6 ms of work a request, nothing else takes time: 3.6, 7.2, and 10.8, which is under way at the pause and answered; then one may begin every 10 ms.
        const string Client = "kind: scripted, connections: 1, script: [{ at: 10ms, do: pause }, { at: 20ms, do: resume }, { at: 20ms, limit: 100/s }]";
        int[] expected = [3, 7, 10, 23, 33, 43];

        var completed = Enumerable.Range(0, 45).Where(ms => Completed(Client, ms, ms + 1, "kind: http, handler: work", "ideal") > 0);
        Assert.That(completed, Is.EqualTo(expected));
    }

    private static ulong Digest(string client)
    {
        var world = Build(client, "kind: echo", "generic-x86");
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(50));
        return world.Simulation.Digest;
    }

    /// <summary>Requests completed from one millisecond to another.</summary>
    private static long Completed(string client, int from, int to, string server = "kind: echo", string machine = "generic-x86")
    {
        var world = Build(client, server, machine);
        world.Run(SimDuration.FromMilliseconds(from), SimDuration.FromMilliseconds(to - from));
        return world.Recorder.Requests;
    }

    private static World Build(string client, string server, string machine)
    {
        var read = ScenarioReader.ReadText("test.yaml", $$"""
            gmpsim: 1
            scenarios:
              scripted:
                machine: { base: {{machine}}, cores: 4 }
                runtime: { gomaxprocs: 4 }
                workload: { server: { {{server}} }, clients: [ { {{client}} } ] }
                programs: { task: [ { cpu: 5us } ], work: [ read, { cpu: 3600us }, write ] }
                run: { warmup: 0s, duration: 100s }
            """);
        Assert.That(read.HasErrors, Is.False, string.Concat(read.Problems));
        return World.Build(read.File!.Scenarios[0].Points[0].Setup, 1, PendingEventSets.Create(PendingEventSetKind.Heap));
    }
}
