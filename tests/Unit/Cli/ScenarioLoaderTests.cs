using GmpSim.Cli;
using GmpSim.Cli.Verbs;

namespace GmpSim.Tests.Unit.Cli;

public sealed class ScenarioLoaderTests
{
    private readonly StringWriter _errors = new();
    private string _folder = "";

    [SetUp]
    public void Make_a_folder()
    {
        _folder = Directory.CreateTempSubdirectory("gmpsim-load-").FullName;
        _errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_folder_stands_for_its_yaml_files_in_the_order_of_their_names()
    {
        Write("b.yaml", "beta");
        Write("a.yml", "alpha");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "not a scenario");

        var loaded = Load(new() { Paths = [_folder] })!;

        Assert.That(loaded.Scenarios.Select(s => s.Name), Is.EqualTo(new[] { "alpha", "beta" }));
        Assert.That(loaded.Title, Is.EqualTo("alpha file; beta file"));
    }

    [TestCase("keep-*", new[] { "keep-alive", "keep-busy" })]
    [TestCase("*-?usy", new[] { "keep-busy" })]
    [TestCase("idle", new[] { "idle" })]
    public void Only_selects_scenarios_by_pattern(string pattern, string[] expected)
    {
        Write("s.yaml", "keep-alive", "keep-busy", "idle");

        var loaded = Load(new() { Paths = [Path.Combine(_folder, "s.yaml")], Only = [pattern] })!;

        Assert.That(loaded.Scenarios.Select(s => s.Name), Is.EqualTo(expected));
    }

    [Test]
    public void A_scenario_is_chosen_when_it_fits_one_of_several_patterns()
    {
        Write("s.yaml", "keep-alive", "keep-busy", "idle");

        var loaded = Load(new() { Paths = [Path.Combine(_folder, "s.yaml")], Only = ["idle", "keep-a*"] })!;

        Assert.That(loaded.Scenarios.Select(s => s.Name), Is.EqualTo(new[] { "keep-alive", "idle" }));
    }

    [Test]
    public void A_pattern_that_fits_nothing_names_up_to_eight_scenarios()
    {
        Write("s.yaml", [.. Enumerable.Range(1, 10).Select(i => $"web-{i}")]);

        Assert.That(Load(new() { Paths = [Path.Combine(_folder, "s.yaml")], Only = ["web-1", "zzz*"] }), Is.Null);
        Assert.That(_errors.ToString().Trim(), Is.EqualTo("gmpsim: error: --only: no scenario is called 'zzz*'; there are web-1, web-2, web-3, web-4, web-5, web-6, web-7, web-8 and 2 more"));
    }

    [Test]
    public void A_pattern_that_fits_nothing_names_the_nearest_scenario()
    {
        Write("s.yaml", "keep-alive");

        Assert.That(Load(new() { Paths = [Path.Combine(_folder, "s.yaml")], Only = ["keepalive"] }), Is.Null);
        Assert.That(_errors.ToString(), Does.Contain("did you mean 'keep-alive'?"));
    }

    [Test]
    public void A_list_in_one_pattern_is_told_how_several_are_given()
    {
        Write("s.yaml", "web", "idle");

        Assert.That(Load(new() { Paths = [Path.Combine(_folder, "s.yaml")], Only = ["web,idle"] }), Is.Null);
        Assert.That(_errors.ToString(), Does.Contain("no scenario is called 'web,idle'; for several, give --only several times; there are web, idle"));
    }

    [Test]
    public void What_an_override_leaves_out_is_told_once_for_a_file_and_not_beside_an_error()
    {
        var file = Path.Combine(_folder, "s.yaml");
        File.WriteAllText(file, """
            gmpsim: 1
            scenarios:
              web:
                workload: { server: { kind: tasks, handler: h }, clients: [{ kind: closed, connections: 2 }] }
                programs: { h: [{ cpu: 1ms }] }
                sweep: { runtime.gomaxprocs: [1, 2] }
                expect:
                  - { id: A, claim: "a", value: "throughput_rps[gomaxprocs=1]", expected: 1, kind: exact }
                  - { id: B, claim: "b", value: "throughput_rps[gomaxprocs=1]", expected: 2, kind: exact }
                  - { id: C, claim: "c", value: "throughput_rps[gomaxprocs=1]", expected: 3, kind: exact }
            """);

        Assert.That(Load(new() { Paths = [file], Overrides = ["runtime.gomaxprocs=2"] }), Is.Not.Null);
        Assert.That(_errors.ToString().Split('\n').Count(line => line.Contains("GMP0804", StringComparison.Ordinal)), Is.EqualTo(1), _errors.ToString());
        Assert.That(_errors.ToString(), Does.Contain("expectation 'A' is left out").And.Contain("s.yaml: and 2 more for the same reason."));

        _errors.GetStringBuilder().Clear();
        Assert.That(Load(new() { Paths = [file], Overrides = ["runtime.gomaxprocs=2", "runtime.go=99"] }), Is.Null);
        Assert.That(_errors.ToString(), Does.Not.Contain("GMP0804"));
    }

    [Test]
    public void One_name_in_two_files_is_refused_because_tables_could_not_tell_them_apart()
    {
        Write("a.yaml", "web");
        Write("b.yaml", "web");

        Assert.That(Load(new() { Paths = [_folder] }), Is.Null);
        Assert.That(_errors.ToString(), Does.Contain("scenario 'web' stands in several files").And.Contain("a.yaml").And.Contain("b.yaml"));
    }

    [Test]
    public void A_mistaken_override_is_told_once_however_many_files_it_meets()
    {
        Write("a.yaml", "alpha");
        Write("b.yaml", "beta");

        Assert.That(Load(new() { Paths = [_folder], Overrides = ["run.sead=3"] }), Is.Null);
        Assert.That(_errors.ToString().Split("run.sead=3").Length - 1, Is.EqualTo(1), _errors.ToString());
        Assert.That(_errors.ToString(), Does.Contain("1 error; nothing was run."));
    }

    [Test]
    public void Seed_and_replications_of_the_command_line_win()
    {
        Write("s.yaml", "web");

        var loaded = Load(new() { Paths = [Path.Combine(_folder, "s.yaml")], Seed = 99, Replications = 7 })!;

        var run = loaded.Scenarios[0].Points[0].Setup.Run;
        Assert.That((run.Seed, run.Replications), Is.EqualTo((99UL, 7)));
    }

    [Test]
    public void An_empty_folder_is_refused()
    {
        Assert.That(Load(new() { Paths = [_folder] }), Is.Null);
        Assert.That(_errors.ToString(), Does.Contain("no *.yaml file"));
    }

    private LoadedScenarios? Load(ScenarioArguments arguments) => new ScenarioLoader().Load(arguments, _errors);

    private void Write(string file, params string[] names)
    {
        var scenarios = names.Select(name => $$"""
              {{name}}:
                machine: generic-x86
                runtime: { go: "1.22", gomaxprocs: 2, netpoller: shared }
                workload:
                  server: { kind: http, handler: handler }
                  clients: [{ kind: closed, connections: 2 }]
                run: { warmup: 1ms, duration: 10ms, replications: 2, seed: 1 }

            """);
        File.WriteAllText(Path.Combine(_folder, file), $"""
            gmpsim: 1
            title: {names[0]} file
            programs:
              handler: [read: request, cpu: 10us, write: response]
            scenarios:
            {string.Concat(scenarios)}
            """.TrimEnd() + "\n");
    }
}
