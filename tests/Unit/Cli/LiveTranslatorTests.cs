using GmpSim.Calibration.Live;
using GmpSim.Cli.Live;
using GmpSim.Cli.Verbs;
using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Cli;

public sealed class LiveTranslatorTests
{
    private static readonly RunArguments s_live = new() { Scenarios = new() { Paths = [] }, Out = "out", Jobs = 1, Live = true };

    [Test]
    public void A_handler_becomes_a_list_of_steps_with_repeats_written_out()
    {
        var server = (LiveGoServer)Translated("{ kind: http, handler: work }", "{ kind: closed, connections: 3 }").Scenario!.Server;

        Assert.That(server.Handler.Select(step => step.Kind), Is.EqualTo(new[] { LiveStepKind.Read, LiveStepKind.Cpu, LiveStepKind.Yield, LiveStepKind.Cpu, LiveStepKind.Yield, LiveStepKind.Write }));
        Assert.That(server.Handler[1].Time!.MeanPicoseconds, Is.EqualTo(5e6));
    }

    [Test]
    public void An_echo_server_without_a_handler_reads_and_writes()
    {
        var server = (LiveGoServer)Translated("{ kind: echo }", "{ kind: closed }").Scenario!.Server;

        Assert.That(server.Handler.Select(step => step.Kind), Is.EqualTo(new[] { LiveStepKind.Read, LiveStepKind.Write }));
    }

    [Test]
    public void The_netpoller_of_the_scenario_is_the_one_that_runs()
    {
        var server = (LiveGoServer)Translated("{ kind: echo }", "{ kind: closed }", runtime: "gomaxprocs: 3, netpoller: { topology: per-p, oneshot: true }").Scenario!.Server;

        Assert.That((server.Gomaxprocs, server.InstancePerP, server.Oneshot, server.AllWait), Is.EqualTo((3, true, true, false)));
    }

    [Test]
    public void A_client_keeps_its_numbers()
    {
        var client = Translated("{ kind: echo }", "{ kind: open, on: same-machine, connections: 7, threads: 2, rate: 3k/s, arrivals: bursty, burst: 4, request_bytes: 100B, response_bytes: 9B }").Scenario!.Clients[0];

        Assert.That(client, Is.EqualTo(new LiveClient
        {
            Kind = LiveClientKind.Open, Connections = 7, Threads = 2, RatePerSecond = 3000, Arrivals = LiveArrivals.Bursty, Burst = 4, RequestBytes = 100, ResponseBytes = 9,
        }));
    }

    [Test]
    public void A_recording_keeps_its_connections_and_starts_over_one_mean_gap_after_its_end()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "live-recording.csv");
        File.WriteAllText(file, "t_ns,conn,request_bytes,service_ns\n0,0,10,1000\n4000,2,20,2000\n8000,1,0,3000\n");

        var client = Translated("{ kind: echo }", $"{{ kind: replay, file: {file}, speed: 2x, on: same-machine }}").Scenario!.Clients[0];

        Assert.That(client.Recording, Is.EqualTo(new LiveArrival[] { new(0, 0, 10, 1000), new(2000, 2, 20, 2000), new(4000, 1, 1, 3000) }));
        Assert.That((client.Connections, client.RecordingLength), Is.EqualTo((3, SimDuration.FromNanoseconds(6000))));
    }

    [TestCase("{ kind: http, handler: naps }", "{ kind: closed }", "", "the operation 'sleep'")]
    [TestCase("{ kind: echo }", "{ kind: open, rate: 10/s }", "", "on: remote")]
    [TestCase("{ kind: echo }", "{ kind: closed }, { kind: closed, measured: false }", "", "a client that is not measured")]
    [TestCase("{ kind: echo }", "{ kind: closed, timeout: 5ms }", "", "a client that gives up (timeout)")]
    [TestCase("{ kind: echo }", "{ kind: closed }", "netpoller: { topology: sharded, shards: 2 }", "netpoller.topology: sharded")]
    [TestCase("{ kind: echo }", "{ kind: closed }", "toggles: { spinning: false }", "runtime.toggles.spinning: false")]
    [TestCase("{ kind: tasks, handler: counts }", "{ kind: open, rate: 10/s }", "", "a server of kind 'tasks'")]
    [TestCase("{ kind: echo }", "{ kind: closed, connections: 100000 }", "", "more than 2048 connections")]
    public void What_cannot_be_real_is_named(string server, string client, string runtime, string reason)
    {
        var translation = Translated(server, client, runtime);

        Assert.That(translation.Scenario, Is.Null);
        Assert.That(translation.Obstacle!.Feature, Does.Contain(reason));
    }

    [TestCase("{ kind: echo }", "{ kind: closed, measured: false }, { kind: closed }", "", "19:34")]
    [TestCase("{ kind: echo }", "{ kind: open, rate: 10/s }", "", "19:18")]
    [TestCase("{ kind: echo }", "{ kind: closed }", "netpoller: sharded", "16:28")]
    [TestCase("{ kind: tasks, handler: counts }", "{ kind: open, rate: 10/s }", "", "18:17")]
    [TestCase("{ kind: http, handler: naps }", "{ kind: closed }", "", "9:7")]
    [TestCase("{ kind: echo }", "{ kind: closed, connections: 100000 }", "", "14:3")]
    public void What_cannot_be_real_is_told_where_it_stands(string server, string client, string runtime, string place)
    {
        var problem = LiveRequest.Problems(s_live, [Read(server, client, runtime)]).Single();

        Assert.That(problem, Does.StartWith($"test.yaml:{place}: error GMP0902: --live: scenario 'live': "));
    }

    [Test]
    public void A_mistake_that_several_scenarios_inherit_is_told_once_and_others_beside_it()
    {
        var text = """
            gmpsim: 1
            defaults:
              os: { fd_limit: 100 }
              workload: { server: { kind: echo }, clients: [{ kind: closed }] }
            scenarios:
              a: { about: one }
              b: { about: two }
              c: { os: { fd_limit: none }, runtime: { netpoller: dedicated } }
            """;

        var problems = LiveRequest.Problems(s_live, ScenarioReader.ReadText("test.yaml", text).File!.Scenarios);

        Assert.That(problems.Select(problem => problem.Split('\n')[0]), Is.EqualTo(new[]
        {
            "test.yaml:3:9: error GMP0902: --live: scenario 'a' and 1 more: os.fd_limit is not run for real",
            "test.yaml:8:43: error GMP0902: --live: scenario 'c': runtime.netpoller.topology: dedicated is not run for real",
        }));
    }

    [Test]
    public void A_swept_key_that_cannot_be_real_is_told_where_it_is_swept()
    {
        var text = "gmpsim: 1\nscenarios:\n  live:\n    workload: { server: { kind: echo }, clients: [{ kind: closed }] }\n    sweep:\n      runtime.netpoller: [shared, dedicated]\n";

        var problem = LiveRequest.Problems(s_live, ScenarioReader.ReadText("test.yaml", text).File!.Scenarios).Single();

        Assert.That(problem, Does.StartWith("test.yaml:6:7: error GMP0902: --live: scenario 'live': runtime.netpoller.topology: dedicated is not run for real"));
    }

    private static LiveTranslation Translated(string server, string client, string runtime = "") =>
        LiveTranslator.Translate(Read(server, client, runtime).Points[0].Setup, SimDuration.Zero, seed: 1);

    private static Scenario Read(string server, string client, string runtime)
    {
        var text = $$"""
            gmpsim: 1
            programs:
              work:
                - read: request
                - repeat: { times: 2, do: [ { cpu: 5us }, yield ] }
                - write: response
              naps:
                - read: request
                - sleep: 1ms
                - write: response
              counts:
                - cpu: 1us
            scenarios:
              live:
                machine: { base: generic-x86, cores: 2 }
                runtime: { go: "1.22"{{(runtime.Length > 0 ? ", " + runtime : "")}} }
                workload:
                  server: {{server}}
                  clients: [ {{client}} ]
                run: { warmup: 10ms, duration: 100ms }
            """;
        var result = ScenarioReader.ReadText("test.yaml", text, new ReadOptions());
        Assert.That(result.File, Is.Not.Null, string.Join('\n', result.Problems));
        return result.File!.Scenarios[0];
    }
}
