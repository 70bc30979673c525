using GmpSim.Cli;
using GmpSim.Cli.Progress;
using GmpSim.Cli.Verbs;
using GmpSim.Engine;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Spec;
using GmpSim.Tests.Unit.Batch;
using GmpSim.Tests.Unit.Scenarios;
using Spectre.Console;

namespace GmpSim.Tests.Unit.Cli;

public sealed class PlanningTests
{
    [TestCase("plain", "plain")]
    [TestCase("a b", "'a b'")]
    [TestCase("it's", "'it'\\''s'")]
    [TestCase("", "''")]
    [TestCase("$HOME", "'$HOME'")]
    public void A_word_is_quoted_where_a_shell_needs_it(string word, string expected) => Assert.That(CommandText.Of(word), Is.EqualTo(expected));

    [Test]
    public void The_command_of_the_manifest_holds_what_changes_figures_and_nothing_of_this_machine()
    {
        var command = ManifestBuilder.CommandLine(new()
        {
            Paths = ["/somewhere/else/s.yaml", "Scenarios/x.yaml"],
            Overrides = ["runtime.gomaxprocs=8"],
            Machine = "/etc/big.yaml",
            Seed = 5,
        });

        Assert.That(command, Is.EqualTo("gmpsim run s.yaml Scenarios/x.yaml --set runtime.gomaxprocs=8 --machine big.yaml --seed 5"));
    }

    [Test]
    public void The_cost_of_an_open_queue_is_its_arrivals_times_its_time()
    {
        var cost = CostEstimate.Of(TestScenarios.Queue("q", [200, 400]));

        Assert.That((cost.Points, cost.Runs, cost.MostRuns), Is.EqualTo((2, 6, 6)));
        Assert.That(cost.Simulated, Is.EqualTo(SimDuration.FromMilliseconds(6 * 1100)));
        Assert.That(cost.Events, Is.EqualTo((200 + 400) * 3 * 1.1 * 30).Within(1e-6), "thirty events a request");
    }

    [Test]
    public void Arrivals_beyond_the_capacity_queue_and_cost_as_many_events()
    {
        var one = CostEstimate.Of(TestScenarios.Queue("q", [1e6]));
        var two = CostEstimate.Of(TestScenarios.Queue("q", [2e6]));

        Assert.That(two.Events, Is.EqualTo(2 * one.Events).Within(1e-3));
    }

    [TestCase(1, 1)]
    [TestCase(4, 4)]
    [TestCase(64, 16)]
    public void A_closed_client_gets_no_more_than_gomaxprocs_processors_of_the_machine(int gomaxprocs, int processors)
    {
        var cost = CostEstimate.Of(Closed(gomaxprocs, new CpuOperation("", new ConstantDistribution(SimDuration.FromMicroseconds(90)))));

        Assert.That(cost.Events, Is.EqualTo(processors / 100e-6 * 3 * 1.1 * 30).Within(1e-3), "90 µs of handler and 10 µs of overhead");
    }

    [Test]
    public void Work_inside_a_loop_counts_as_often_as_the_loop_runs()
    {
        var step = new CpuOperation("", new ConstantDistribution(SimDuration.FromMicroseconds(15)));
        var loop = new RepeatOperation("", 3, [new RepeatOperation("", 2, [step])]);

        Assert.That(CostEstimate.Of(Closed(1, loop)).Events, Is.EqualTo(1 / 100e-6 * 3 * 1.1 * 30).Within(1e-3), "6 × 15 µs and 10 µs of overhead");
    }

    [Test]
    public void Automatic_warm_up_and_precision_show_in_the_number_of_runs()
    {
        var run = TestScenarios.Run with { Warmup = null, Precision = new(0.02, 0.95, 50, "throughput_rps") };

        var cost = CostEstimate.Of(TestScenarios.Queue("q", [200, 400], run));

        Assert.That((cost.Runs, cost.MostRuns), Is.EqualTo(((2 * 3) + 2, (2 * 50) + 2)));
    }

    [TestCase(0.1 + 0.2, "0.3")]
    [TestCase(12345.678, "12350")]
    [TestCase(0.00012345, "0.0001234")]
    [TestCase(1e-7, "1e-7")]
    [TestCase(3.5e15, "3.5e+15")]
    [TestCase(-2.0, "-2")]
    [TestCase(double.PositiveInfinity, "∞")]
    public void Sentences_show_four_significant_digits(double value, string expected) => Assert.That(Figures.Text(value), Is.EqualTo(expected));

    [Test]
    public void Plain_progress_has_one_line_for_a_finished_point()
    {
        var log = new StringWriter();

        var result = new PlainProgress(log).Follow(report =>
        {
            report(Step("p=1", 1, 2, 1));
            report(Step("p=1", 2, 2, 2));
            report(Step("", 1, 1, 3));
            return 42;
        });

        Assert.That(result, Is.EqualTo(42));
        Assert.That(log.ToString().ReplaceLineEndings("\n"), Is.EqualTo("web p=1: 2 of 2 runs (2 of 3 in all)\nweb: 1 of 1 runs (3 of 3 in all)\n"));
    }

    [Test]
    public void The_bar_reaches_its_end_when_the_batch_does()
    {
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = 120;

        new BarProgress(console).Follow(report =>
        {
            report(Step("p=[1]", 3, 3, 3));
            return 0;
        });

        Assert.That(screen.ToString(), Does.Contain("3/3 runs, web p=[1]").And.Contain("100%"));
    }

    private static Scenario Closed(int gomaxprocs, OperationSpec operation)
    {
        var scenario = TestScenarios.Queue("q", [1]);
        var setup = scenario.Points[0].Setup;
        var runtime = Given.Read(Given.File()).Scenarios[0].Points[0].Setup.Runtime! with { Gomaxprocs = gomaxprocs };
        var workload = new WorkloadSpec(setup.Workload.Server with { Handler = "h" }, [setup.Workload.Clients[0] with { Kind = "closed", Connections = 10_000 }]);
        var programs = new Dictionary<string, ProgramSpec>(StringComparer.Ordinal) { ["h"] = new("h", [operation]) };
        setup = setup with { Machine = setup.Machine with { CoresPerLlc = 16 }, Runtime = runtime, Workload = workload, Programs = programs };
        return scenario with { Points = [scenario.Points[0] with { Setup = setup }] };
    }

    private static BatchProgress Step(string point, int pointDone, int pointExpected, int runsDone) =>
        new("web", point, pointDone, pointExpected, runsDone, 3, SimDuration.FromSeconds(runsDone), SimDuration.FromSeconds(3));
}
