using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class ReaderTests
{
    [Test]
    public void What_is_not_written_has_the_documented_default()
    {
        var setup = Given.Setup();

        Assert.That(setup.Machine.Profile, Is.EqualTo("generic-x86"));
        Assert.That(setup.Runtime!.GoMinor, Is.EqualTo(27));
        Assert.That(setup.Runtime.Gomaxprocs, Is.EqualTo(setup.Machine.LogicalCpus), "GOMAXPROCS");
        Assert.That(setup.Runtime.Netpoller, Is.EqualTo(new NetpollerSpec { Topology = "shared", Shards = 1, Trigger = "edge", Oneshot = false, Exclusive = false, Waiters = "one", MaxEvents = 128, RebindOnMigrate = true }));
        Assert.That(setup.Runtime.Toggles.StealPause, Is.EqualTo(SimDuration.FromMicroseconds(3)));
        Assert.That(setup.Os.FdLimit, Is.Null);
        Assert.That(setup.Os.TimeWait, Is.EqualTo(SimDuration.FromSeconds(60)));
        Assert.That(setup.Run, Is.EqualTo(new RunSpec { Warmup = null, Duration = SimDuration.FromSeconds(5), Replications = 5, Precision = null, Seed = 1 }));
    }

    [Test]
    public void An_echo_server_reads_and_writes_without_being_told()
    {
        var setup = Given.Setup();

        var operations = setup.Programs[setup.Workload.Server.Handler!].Operations;
        Assert.That(operations.Select(operation => operation.GetType()), Is.EqualTo(new[] { typeof(ReadOperation), typeof(WriteOperation) }));
    }

    [Test]
    public void A_closed_client_runs_on_the_machine_and_an_open_one_elsewhere()
    {
        var clients = Given.Setup("workload: { server: { kind: echo }, clients: [{ kind: closed }, { kind: open, rate: 2k/s }, { kind: open, rate: 1/s, on: same-machine }] }").Workload.Clients;

        Assert.That(clients.Select(client => client.SameMachine), Is.EqualTo(new[] { true, false, true }));
        Assert.That(clients[1].RatePerSecond, Is.EqualTo(2000));
    }

    [Test]
    public void Customers_of_a_server_of_tasks_come_from_elsewhere()
    {
        var setup = Given.Setup("workload: { server: { kind: tasks, handler: job }, clients: [{ kind: closed, connections: 7, think: { exponential: 1ms } }] }", "programs: { job: [{ cpu: 10us }] }");

        Assert.That(setup.Workload.Clients[0].SameMachine, Is.False);
        Assert.That(setup.Workload.Clients[0].Connections, Is.EqualTo(7));
        Assert.That(setup.Workload.Clients[0].Think, Is.EqualTo(new ExponentialDistribution(SimDuration.FromMilliseconds(1))));
        Assert.That(setup.Workload.Server.Placement, Is.EqualTo("global"));
    }

    [Test]
    public void Pinning_the_server_lowers_the_default_number_of_Ps() =>
        Assert.That(Given.Setup("os: { pin: { server: \"0-2\" } }").Runtime!.Gomaxprocs, Is.EqualTo(3));

    [Test]
    public void The_short_form_of_the_netpoller_is_its_topology() =>
        Assert.That(Given.Setup("runtime: { netpoller: per-p }").Runtime!.Netpoller, Is.EqualTo(Given.Setup("runtime: { netpoller: { topology: per-p } }").Runtime!.Netpoller));

    [Test]
    public void Defaults_lie_beneath_every_scenario_key_by_key()
    {
        var file = Given.Read("""
            gmpsim: 1
            defaults:
              run: { duration: 2s, seed: 9 }
              runtime: { gomaxprocs: 4, toggles: { sysmon: false } }
              workload: { server: { kind: epoll-threads, threads: 3 }, clients: [{ kind: closed }] }
            scenarios:
              demo:
                run: { duration: 3s }
                runtime: { toggles: { steal: false } }
                workload: { server: { kind: echo } }
            """);

        var setup = file.Scenarios[0].Points[0].Setup;
        Assert.That(setup.Run.Duration, Is.EqualTo(SimDuration.FromSeconds(3)));
        Assert.That(setup.Run.Seed, Is.EqualTo(9));
        Assert.That(setup.Runtime!.Gomaxprocs, Is.EqualTo(4));
        Assert.That(setup.Runtime.Toggles.Sysmon, Is.False);
        Assert.That(setup.Runtime.Toggles.Steal, Is.False);
        Assert.That(setup.Workload.Server.Kind, Is.EqualTo("echo"), "a server of another kind takes nothing over");
        Assert.That(setup.Workload.Clients, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_distribution_replaces_the_one_in_the_defaults_whole()
    {
        var file = Given.Read("""
            gmpsim: 1
            programs: { handler: [read, { cpu: 1us }, write] }
            scenarios:
              demo:
                workload: { server: { kind: http, handler: handler }, clients: [{ kind: closed }] }
                programs: { handler: [read, { cpu: { uniform: { min: 1us, max: 2us } } }, write] }
            """);

        var operation = (CpuOperation)file.Scenarios[0].Points[0].Setup.Programs["handler"].Operations[1];
        Assert.That(operation.Time, Is.EqualTo(new UniformDistribution(SimDuration.FromMicroseconds(1), SimDuration.FromMicroseconds(2))));
    }

    [Test]
    public void Programs_hold_what_the_workload_reaches_and_nothing_else()
    {
        var setup = Given.Setup(
            "workload: { server: { kind: http, handler: a }, clients: [{ kind: closed }] }",
            "programs: { a: [read, { repeat: { times: 2, do: [{ spawn: b }] } }, write], b: [yield], c: [yield] }");

        Assert.That(setup.Programs.Keys, Is.EqualTo(new[] { "a", "b" }));
        var repeat = (RepeatOperation)setup.Programs["a"].Operations[1];
        Assert.That(repeat.Times, Is.EqualTo(2));
        Assert.That(((SpawnOperation)repeat.Body[0]).Program, Is.EqualTo("b"));
    }

    [Test]
    public void Operations_know_their_place()
    {
        var setup = Given.Setup("workload: { server: { kind: http, handler: a }, clients: [{ kind: closed }] }", "programs:", "  a:", "    - read", "    - { write: response }");

        Assert.That(setup.Programs["a"].Operations.Select(operation => operation.Place), Is.EqualTo(new[] { "demo.yaml:7:11", "demo.yaml:8:13" }));
    }

    [Test]
    public void Machines_build_on_machines_and_profiles()
    {
        var file = Given.Read("""
            gmpsim: 1
            machines:
              small: { base: generic-x86, cores: 2, costs: { kernel.syscall: 55ns } }
              smaller: { base: small, cores: 1, threads_per_core: 2, costs: { kernel.context_switch: { value: 1us, source: a guess } } }
            scenarios:
              demo: { machine: smaller, workload: { server: { kind: echo }, clients: [{ kind: closed }] } }
            """);

        var machine = file.Scenarios[0].Points[0].Setup.Machine;
        Assert.That(machine.LogicalCpus, Is.EqualTo(2));
        Assert.That(machine.Costs["kernel.syscall"].Value, Is.EqualTo(SimDuration.FromNanoseconds(55)));
        Assert.That(machine.Costs["kernel.context_switch"], Is.EqualTo(new CostEntry("kernel.context_switch", SimDuration.FromMicroseconds(1), "a guess")));
    }

    [Test]
    public void Every_cost_of_the_ideal_machine_is_zero_and_all_are_there()
    {
        var ideal = Given.Setup("machine: ideal").Machine.Costs;

        Assert.That(ideal.Keys, Is.EqualTo(Given.Setup("machine: generic-x86").Machine.Costs.Keys));
        Assert.That(ideal.Values.Select(cost => cost.Value), Is.All.EqualTo(SimDuration.Zero));
    }

    [Test]
    public void Every_shipped_cost_has_a_source()
    {
        foreach (var name in ProfileReader.Names)
            Assert.That(Given.Setup($"machine: {name}").Machine.Costs.Values.Select(cost => cost.Source), Is.All.Not.Empty, name);
    }

    [Test]
    public void A_precision_replaces_the_number_of_replications()
    {
        var run = Given.Setup("run: { replications: { until: 2% at 95%, max: 30 } }").Run;

        Assert.That(run.Replications, Is.EqualTo(5), "fewest");
        Assert.That(run.Precision, Is.EqualTo(new PrecisionSpec(0.02, 0.95, 30, "throughput_rps")));
    }

    [Test]
    public void The_hash_is_that_of_the_bytes() =>
        Assert.That(Given.Read(Given.File()).ContentHash, Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Given.File())))));

    [Test]
    public void Reading_twice_gives_the_same_problems_in_the_same_order()
    {
        const string Broken = "gmpsim: 2\nscenarios: { a: { rum: 1, run: { seed: x } }, b c: 1 }\nmachines: { z: { base: y } }\n";

        var first = ScenarioReader.ReadText("f", Broken).Problems;
        var second = ScenarioReader.ReadText("f", Broken).Problems;
        Assert.That(string.Concat(second), Is.EqualTo(string.Concat(first)));
        Assert.That(first.Select(problem => (problem.Line, problem.Column)), Is.Ordered);
    }

    [Test]
    public void A_file_with_errors_yields_no_scenarios() => Assert.That(ScenarioReader.ReadText("f", Given.File("colour: blue")).File, Is.Null);

    private static OperationSpec[] OperationsOf(string program, string more = "") =>
        [.. Given.Setup("workload: { server: { kind: tasks, handler: a, background: a }, clients: [{ kind: closed }] }", "programs:", $"  a: [{program}]", $"  b: [yield]{more}").Programs["a"].Operations];

    [Test]
    public void A_spawn_starts_one_goroutine_in_no_group_unless_it_says_otherwise()
    {
        Assert.That(
            OperationsOf("{ spawn: b }, { spawn: { program: b, count: 100, group: crew } }, { wait: crew }, wait").Select(operation => operation with { Place = "" }),
            Is.EqualTo(new OperationSpec[] { new SpawnOperation("", "b", 1, null), new SpawnOperation("", "b", 100, "crew"), new WaitOperation("", "crew"), new WaitOperation("", null) }));
    }

    [Test]
    public void A_channel_is_the_shared_one_unless_a_place_in_the_ring_is_named()
    {
        Assert.That(
            OperationsOf("{ send: jobs }, { recv: { channel: ring, buffer: 2, at: previous } }, { close: { channel: jobs } }").Select(operation => operation with { Place = "" }),
            Is.EqualTo(new OperationSpec[] { new SendOperation("", new("jobs", null, ChannelAt.Shared)), new ReceiveOperation("", new("ring", 2, ChannelAt.Previous)), new CloseOperation("", new("jobs", null, ChannelAt.Shared)) }));
    }

    [TestCase("{ syscall: 3us }", false, false)]
    [TestCase("{ syscall: { time: 3us, cgo: true } }", true, false)]
    [TestCase("{ syscall: { constant: 3us, blocking: true } }", false, true)]
    public void A_system_call_has_a_time_or_a_distribution_beside_its_flags(string written, bool isCgo, bool isBlocking) =>
        Assert.That(OperationsOf(written)[0] with { Place = "" }, Is.EqualTo(new SyscallOperation("", new ConstantDistribution(SimDuration.FromMicroseconds(3)), isCgo, isBlocking)));

    [Test]
    public void Reads_and_writes_say_what_goes_over_which_connection()
    {
        Assert.That(
            OperationsOf("{ dial: db }, { write: request }, { read: { message: response, bytes: 4KiB, deadline: 5s } }, { read: { bytes: 1KiB } }").Skip(1).Select(operation => operation with { Place = "" }),
            Is.EqualTo(new OperationSpec[]
            {
                new WriteOperation("", Transfer.Request, null),
                new ReadOperation("", Transfer.Response, 4096, SimDuration.FromSeconds(5)),
                new ReadOperation("", Transfer.Bytes, 1024, null),
            }));
    }

    [Test]
    public void A_select_has_cases_with_and_without_work()
    {
        var select = (SelectOperation)OperationsOf("{ select: [{ recv: jobs, do: [yield] }, { send: results }, { after: 5ms }, default] }")[0];

        Assert.That(select.Cases.Select(one => one.Kind), Is.EqualTo(new[] { SelectCaseKind.Receive, SelectCaseKind.Send, SelectCaseKind.After, SelectCaseKind.Default }));
        Assert.That(select.Cases[0].Channel, Is.EqualTo(new ChannelUse("jobs", null, ChannelAt.Shared)));
        Assert.That(select.Cases[0].Body, Has.Count.EqualTo(1));
        Assert.That(select.Cases[2].After, Is.EqualTo(new ConstantDistribution(SimDuration.FromMilliseconds(5))));
    }
}
