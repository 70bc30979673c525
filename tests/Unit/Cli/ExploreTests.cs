using GmpSim.Cli;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Tests.Unit.Cli;

/// <summary><c>gmpsim explore</c> from its command line to its exit code, on a scenario of two tasks.</summary>
public sealed class ExploreTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private string _folder = "";

    private string ScenarioFile => Path.Combine(_folder, "tasks.yaml");

    private string Small => Path.Combine(_folder, "small.yaml");

    [SetUp]
    public void A_folder_with_a_scenario()
    {
        _folder = Directory.CreateTempSubdirectory("gmpsim-explore-").FullName;
        File.WriteAllText(ScenarioFile, """
            gmpsim: 1
            machines:
              small: { base: generic-x86, cores: 4 }
            scenarios:
              tasks:
                machine: small
                workload:
                  server: { kind: tasks, handler: handler }
                  clients: [{ kind: closed, connections: 2 }]
                programs:
                  handler: [{ spawn: child }, { spawn: child }, { cpu: 5us }]
                  child: [{ cpu: 5us }]
                sweep: { runtime.gomaxprocs: [2, 4] }
              other:
                workload: { server: { kind: tasks, handler: handler }, clients: [{ kind: closed }] }
                programs: { handler: [{ cpu: 1us }] }
            """);
        _output.GetStringBuilder().Clear();
        _errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_scheduler_without_mistakes_survives_every_order_tried()
    {
        Assert.That(Explore("--point", "gomaxprocs=4", "--budget", "12", "--events", "300"), Is.EqualTo(0), _errors.ToString());

        Assert.That(_output.ToString(), Does.Contain("tasks gomaxprocs=4: 12 trials").And.Contain("no invariant broken"));
        Assert.That(File.Exists(Small), Is.False);
    }

    [Test]
    public void An_exhaustive_search_says_when_it_has_seen_every_order_within_its_bound()
    {
        Assert.That(Explore("--point", "gomaxprocs=2", "--exhaustive", "1", "--events", "30", "--budget", "2000"), Is.EqualTo(0), _errors.ToString());

        Assert.That(_output.ToString(), Does.Contain("every order with at most 1 delays: no invariant broken"));
    }

    [Test]
    public void A_mistake_is_found_and_the_command_in_the_small_file_shows_it_again()
    {
        Assert.That(Explore("--point", "gomaxprocs=4", "--inject", "steal-loses-one"), Is.EqualTo(1), _errors.ToString());

        var lines = File.ReadAllLines(Small);
        var failure = lines[0]["# ".Length..];
        var command = lines[1]["# gmpsim ".Length..].Split(' ');
        Assert.That(_output.ToString(), Does.Contain(failure).And.Contain(lines[1]["# ".Length..]));
        Assert.That(lines, Has.None.Contain("other"), "only what fails is in it");

        _output.GetStringBuilder().Clear();
        Assert.That(Gmpsim(command), Is.EqualTo(1), _errors.ToString());
        Assert.That(_output.ToString(), Does.Contain($"failed: {failure}"));
    }

    [Test]
    public void Random_scenarios_need_no_file()
    {
        Assert.That(Gmpsim("explore", "--random", "5", "--events", "200", "--out", Small), Is.EqualTo(0), _errors.ToString());

        Assert.That(_output.ToString(), Does.StartWith("5 random scenarios from number 1 on, 10 trials"));
    }

    [TestCase("--inject", "no-rechek")]
    [TestCase("--choices", "7:1,3:1")]
    [TestCase("--budget", "0")]
    [TestCase("--point", "gomaxprocs=3")]
    [TestCase("--out", "no/such/folder/small.yaml")]
    public void What_cannot_be_meant_is_bad_input(params string[] arguments)
    {
        Assert.That(Explore(arguments), Is.EqualTo(2));
        Assert.That(_errors.ToString(), Is.Not.Empty);
    }

    private int Explore(params string[] arguments) =>
        Gmpsim(["explore", ScenarioFile, "--scenario", "tasks", .. arguments.Contains("--out") ? Array.Empty<string>() : ["--out", Small], .. arguments]);

    private int Gmpsim(params string[] arguments) =>
        new Application(new(_output, _errors, IsInteractive: false), new ScenarioLoader(), new WorldExecutor(), new ResultFiles()).Run(arguments, CancellationToken.None);
}
