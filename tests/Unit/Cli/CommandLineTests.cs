using GmpSim.Cli;
using GmpSim.Cli.Verbs;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;
using GmpSim.Tests.Unit.Batch;

namespace GmpSim.Tests.Unit.Cli;

public sealed class CommandLineTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private string _folder = "";
    private Scenario[] _scenarios = [];
    private QueueExecutor _executor = null!;

    private string Out => Path.Combine(_folder, "out");

    [SetUp]
    public void Start_clean()
    {
        _folder = Directory.CreateTempSubdirectory("gmpsim-cli-").FullName;
        _scenarios = [TestScenarios.Queue("queue", [200, 400])];
        _executor = new();
        Forget();
    }

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_run_leaves_every_table_and_names_the_folder()
    {
        Assert.That(Gmpsim("run", "--out", Out), Is.EqualTo(0), _errors.ToString());

        var files = Directory.EnumerateFiles(Out).Select(f => Path.GetFileName(f)!);
        Assert.That(files, Is.SupersetOf(new[] { "runs.csv", "summary.csv", "verdicts.csv", "skew.csv", "latency.csv", "attribution.csv", "manifest.json" }));
        Assert.That(File.ReadAllLines(Path.Combine(Out, "runs.csv")), Has.Length.EqualTo(1 + 6));
        Assert.That(_output.ToString(), Does.Contain("throughput_rps").And.Contain("rate=400").And.Contain(Out));
    }

    [Test]
    public void The_same_command_gives_the_same_bytes_and_so_does_another_number_of_workers()
    {
        Gmpsim("run", "--out", Out, "--jobs", "1");
        var first = Published();
        Gmpsim("run", "--out", Out, "--jobs", "3");

        Assert.That(Published(), Is.EqualTo(first));
        Assert.That(first, Has.Count.GreaterThan(7), "plots included");
    }

    [Test]
    public void Bad_input_writes_nothing_and_leaves_an_older_result_alone()
    {
        Gmpsim("run", "--out", Out);
        var before = Published();

        var exit = Gmpsim(["run", "--out", Out], loader: new Loader(null));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(Published(), Is.EqualTo(before));
        Assert.That(Gmpsim(["run", "--out", Path.Combine(_folder, "new")], loader: new Loader(null)), Is.EqualTo(2));
        Assert.That(Directory.Exists(Path.Combine(_folder, "new")), Is.False);
    }

    [TestCase("run", "--repplications", "3")]
    [TestCase("run", "--jobs", "0")]
    [TestCase("run", "--jobs", "many")]
    [TestCase("run", "--shard", "3/2")]
    [TestCase("run", "--set", "novalue")]
    [TestCase("run", "--replications", "0")]
    [TestCase("trace", "--replication", "-1")]
    [TestCase("fly")]
    [TestCase("compare", "one")]
    [TestCase]
    public void A_command_that_cannot_be_meant_is_bad_input(params string[] arguments)
    {
        Assert.That(Gmpsim(arguments), Is.EqualTo(2));
        Assert.That(_executor.Requests, Is.Empty);
        Assert.That(_errors.ToString() + _output, Is.Not.Empty);
    }

    [TestCase("--jobs", "abc", "--jobs needs a whole number from 1 up, not 'abc'")]
    [TestCase("--jobs", "0", "--jobs needs a whole number from 1 up, not '0'")]
    [TestCase("--jobs", "99999999999", "--jobs needs a whole number from 1 to 2147483647, not '99999999999'")]
    [TestCase("--seed", "-1", "--seed needs a whole number from 0 up, not '-1'")]
    [TestCase("--replications", "x", "--replications needs a whole number from 1 up, not 'x'")]
    [TestCase("--queue", "foo", "--queue needs calendar or heap, not 'foo'")]
    [TestCase("--queue", "heep", "--queue needs calendar or heap, not 'heep'; did you mean 'heap'?")]
    [TestCase("--queue", "1", "--queue needs calendar or heap, not '1'")]
    public void A_value_that_an_option_cannot_take_is_told_in_plain_words(string option, string value, string message)
    {
        Assert.That(Gmpsim("run", option, value, "--out", Out), Is.EqualTo(2));
        Assert.That(_errors.ToString().Trim(), Is.EqualTo($"gmpsim: error: {message}"));
        Assert.That(Directory.Exists(Out), Is.False);
    }

    [TestCase("rnu", "there is no verb 'rnu'; did you mean 'run'? gmpsim --help names them all.")]
    [TestCase("xyzzyx", "there is no verb 'xyzzyx'. gmpsim --help names them all.")]
    [TestCase("run --onyl x", "Unknown option '--onyl'; did you mean '--only'?")]
    [TestCase("calibrate --quikc", "Unknown option '--quikc'; did you mean '--quick'?")]
    [TestCase("calibrate --go --probes x", "--probes says nothing with --go, which measures no costs")]
    [TestCase("calibrate --compare a", "Required argument missing for option: '--compare'.")]
    [TestCase("calibrate --compare a b --out c", "--out says nothing with --compare, which writes nothing")]
    [TestCase("calibrate --compare a b --no-checks", "--no-checks says nothing with --compare, which measures no costs")]
    public void A_word_that_is_none_of_ours_is_told_in_one_line_with_the_nearest(string line, string message)
    {
        Assert.That(Gmpsim(line.Split(' ')), Is.EqualTo(2));
        Assert.That(_errors.ToString().Trim(), Is.EqualTo($"gmpsim: error: {message}"));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [Test]
    public void The_largest_seed_and_both_queues_are_taken()
    {
        Assert.That(Gmpsim("run", "--seed", "18446744073709551615", "--queue", "Heap", "--jobs", "2", "--out", Out, "--quiet"), Is.EqualTo(0), _errors.ToString());
        Assert.That(_executor.Requests.Select(request => request.Options.Queue), Is.All.EqualTo(GmpSim.Engine.PendingEventSetKind.Heap));
        Assert.That(File.ReadAllText(Path.Combine(Out, "manifest.json")), Does.Contain("--seed 18446744073709551615"));
    }

    [Test]
    public void A_misspelt_option_names_the_nearest_one()
    {
        Gmpsim("run", "--replication", "3");

        Assert.That(_errors.ToString() + _output, Does.Contain("--replications"));
    }

    [Test]
    public void Help_shows_options_and_examples()
    {
        Assert.That(Gmpsim("run", "--help"), Is.EqualTo(0));
        Assert.That(_output.ToString(), Does.Contain("--resume").And.Contain("Examples:").And.Contain("gmpsim run --resume"));
    }

    [Test]
    public void A_resumed_run_gives_the_bytes_of_an_undisturbed_one()
    {
        Gmpsim("run", "--out", Out);
        var undisturbed = Published();
        File.Delete(Path.Combine(Out, "state", "runs", "queue.p000.r0001.json"));
        File.WriteAllText(Path.Combine(Out, "state", "runs", "queue.p001.r0000.json"), "{\"torn");
        _executor = new();
        Forget();

        Assert.That(Gmpsim("run", "--out", Out, "--resume"), Is.EqualTo(0));

        Assert.That(_executor.Requests, Has.Count.EqualTo(2));
        Assert.That(_errors.ToString(), Does.Contain("queue.p001.r0000.json is torn"));
        Assert.That(Published(), Is.EqualTo(undisturbed));
    }

    [Test]
    public void A_new_batch_in_an_old_folder_leaves_nothing_of_the_old_one()
    {
        Gmpsim("run", "--out", Out);
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");
        _scenarios = [TestScenarios.Queue("other", [300])];

        Gmpsim("run", "--out", Out);
        var replaced = Published();
        Gmpsim("run", "--out", Path.Combine(_folder, "fresh"));

        Assert.That(replaced.Keys.Where(k => k.Contains("queue", StringComparison.Ordinal)), Is.Empty);
        Assert.That(File.Exists(Path.Combine(Out, "notes.txt")), Is.True);
        replaced.Remove("notes.txt");
        Assert.That(replaced, Is.EqualTo(Published("fresh")));
    }

    [Test]
    public void Shards_that_are_merged_give_the_bytes_of_the_whole()
    {
        _scenarios = [TestScenarios.Queue("fixed", [200, 400]), TestScenarios.Queue("precise", [500], TestScenarios.Run with { Warmup = null, Precision = new(0.03, 0.95, 9, "throughput_rps") })];
        Gmpsim("run", "--out", Out);
        var parts = new[] { "1/3", "2/3", "3/3" }.Select((shard, i) =>
        {
            var part = Path.Combine(_folder, $"part{i}");
            Assert.That(Gmpsim("run", "--shard", shard, "--out", part), Is.EqualTo(0));
            return part;
        }).ToArray();

        Assert.That(Gmpsim(["merge", .. parts, "--out", Path.Combine(_folder, "merged")]), Is.EqualTo(0), _errors.ToString());

        Assert.That(Published("merged"), Is.EqualTo(Published()));
    }

    [Test]
    public void A_merge_that_lacks_a_part_is_refused()
    {
        var part = Path.Combine(_folder, "part");
        Gmpsim("run", "--shard", "1/2", "--out", part);

        Assert.That(Gmpsim("merge", part, "--out", Out), Is.EqualTo(2));
        Assert.That(_errors.ToString(), Does.Contain("the first is queue.p001.r0000.json"));
        Assert.That(File.Exists(Path.Combine(Out, "runs.csv")), Is.False);
    }

    [Test]
    public void A_merge_that_lacks_a_part_leaves_the_target_as_it_was()
    {
        Gmpsim("run", "--out", Out);
        var before = Published();
        var part = Path.Combine(_folder, "part");
        Gmpsim("run", "--shard", "1/2", "--out", part);

        Assert.That(Gmpsim("merge", part, "--out", Out), Is.EqualTo(2));
        Assert.That(Published(), Is.EqualTo(before));
        Assert.That(Gmpsim("merge", part, "--out", Path.Combine(_folder, "new")), Is.EqualTo(2));
        Assert.That(Directory.Exists(Path.Combine(_folder, "new")), Is.False);
    }

    [TestCase("plots/mine.svg")]
    [TestCase("plots/queue-throughput.png")]
    [TestCase("summary.csv")]
    [TestCase("manifest.json")]
    [TestCase("report.html")]
    [TestCase("state/runs/mine.json")]
    public void A_folder_with_files_of_somebody_else_under_our_names_is_refused_untouched(string file)
    {
        var path = Path.Combine(Out, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{\"mine\": 1}");
        var before = Published();
        var part = Path.Combine(_folder, "part");
        Gmpsim("run", "--out", part);

        foreach (var command in new string[][] { ["run"], ["run", "--resume"], ["run", "--shard", "1/2"], ["merge", part] })
        {
            Forget();
            Assert.That(Gmpsim([.. command, "--out", Out]), Is.EqualTo(2));
            Assert.That(_errors.ToString().Trim(), Is.EqualTo($"gmpsim: error: folder '{Out}' holds files that gmpsim did not write ({file}); choose another --out"));
            Assert.That(Published(), Is.EqualTo(before));
        }
    }

    [Test]
    public void A_folder_with_other_files_takes_a_batch_beside_them()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");

        Assert.That(Gmpsim("run", "--out", Out), Is.EqualTo(0), _errors.ToString());
        Assert.That(Published()["notes.txt"], Is.EqualTo("mine"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_picture_of_somebody_else_among_our_plots_stays(bool resumed)
    {
        Gmpsim("run", "--out", Out);
        var mine = Path.Combine(Out, "plots", "mine.svg");
        File.WriteAllText(mine, "mine");
        _scenarios = [TestScenarios.Queue("other", [300, 500])];

        Gmpsim(["run", "--out", Out, .. resumed ? ["--resume"] : Array.Empty<string>()]);

        Assert.That(File.ReadAllText(mine), Is.EqualTo("mine"));
        var plots = Directory.EnumerateFiles(Path.Combine(Out, "plots")).Select(f => Path.GetFileName(f)!).ToList();
        Assert.That(plots, Has.None.StartsWith("queue-").And.Some.StartsWith("other-"));
    }

    [Test]
    public void An_interrupted_run_says_how_to_go_on()
    {
        using var cancel = new CancellationTokenSource();
        _executor = new() { BeforeRun = request => { if (request.Replication == 1) cancel.Cancel(); } };

        Assert.That(Gmpsim(["run", "--out", Out, "--jobs", "1", "--seed", "9", "--no-plots"], cancel: cancel.Token), Is.EqualTo(130));

        Assert.That(_errors.ToString(), Does.Contain($"gmpsim run scenarios.yaml --seed 9 --out {Out} --no-plots --resume"));
        Assert.That(Directory.EnumerateFiles(Out), Is.Empty, "no half-made table");
    }

    [Test]
    public void A_mistake_in_the_simulator_is_reported_with_seed_command_and_crash_file()
    {
        _executor = new() { BeforeRun = request => { if (request.Replication == 2) throw new InvalidOperationException("a G is on two queues"); } };

        Assert.That(Gmpsim("run", "--out", Out, "--jobs", "1"), Is.EqualTo(3));

        Assert.That(_errors.ToString(), Does.Contain("a G is on two queues").And.Contain($"seed {Seeds.OfReplication(7, 2)}"));
        Assert.That(_errors.ToString(), Does.Contain("gmpsim trace queue.yaml --scenario queue --point rate=200 --replication 2"));
        Assert.That(_errors.ToString(), Does.Not.Contain("   at "));
        Assert.That(File.ReadAllText(Path.Combine(Out, "crash.txt")), Does.Contain("   at "));
    }

    [Test]
    public void A_state_of_another_plan_is_ignored_with_a_few_words()
    {
        Gmpsim("run", "--out", Out, "--no-plots");
        _scenarios = [TestScenarios.Queue("queue", [200, 400], TestScenarios.Run with { Seed = 8 })];
        _executor = new();
        Forget();

        Assert.That(Gmpsim("run", "--out", Out, "--no-plots", "--resume"), Is.EqualTo(0));

        Assert.That(_executor.Requests, Has.Count.EqualTo(6));
        Assert.That(_errors.ToString().Split("is of another plan").Length - 1, Is.EqualTo(5));
        Assert.That(_errors.ToString(), Does.Contain("and 1 more of that kind"));
    }

    [TestCase(false, 0)]
    [TestCase(true, 1)]
    public void Only_under_strict_is_a_claim_that_is_not_reproduced_an_error(bool strict, int exit)
    {
        var wrong = TestClaims.Claim("throughput_rps[rate=400] / throughput_rps[rate=200]", 5);
        _scenarios = [TestScenarios.Queue("queue", [200, 400], null, wrong)];

        Assert.That(Gmpsim(["run", "--out", Out, "--no-plots", .. strict ? ["--strict"] : Array.Empty<string>()]), Is.EqualTo(exit));
        Assert.That(_output.ToString(), Does.Contain("Q1: direction only"));
        Assert.That(_errors.ToString().Contains("not reproduced: queue/Q1", StringComparison.Ordinal), Is.EqualTo(strict));
    }

    [Test]
    public void A_disk_that_takes_no_more_is_told_without_blaming_the_simulator()
    {
        _executor = new() { BeforeRun = _ => throw new IOException("No space left on device") };

        Assert.That(Gmpsim("run", "--out", Out), Is.EqualTo(2));
        Assert.That(_errors.ToString(), Does.Contain("gmpsim: error: No space left on device").And.Not.Contain("internal error"));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_bad_input()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.That(Gmpsim("run", "--out", file), Is.EqualTo(2));
        Assert.That(_errors.ToString(), Does.Contain("is a file"));
    }

    [Test]
    public void Comparing_a_result_with_itself_finds_no_difference()
    {
        Gmpsim("run", "--out", Out);
        Forget();

        Assert.That(Gmpsim("compare", Out, Out, "--out", Path.Combine(_folder, "c.csv")), Is.EqualTo(0));
        Assert.That(_output.ToString(), Does.Contain("No metric differs."));
    }

    [Test]
    public void Comparing_shows_paired_differences_and_ratios()
    {
        Gmpsim("run", "--out", Out);
        _scenarios = [TestScenarios.Queue("queue", [200, 400], TestScenarios.Run with { Duration = TestScenarios.Run.Duration * 2 })];
        Gmpsim("run", "--out", Path.Combine(_folder, "longer"));
        var csv = Path.Combine(_folder, "c.csv");

        Assert.That(Gmpsim("compare", Out, Path.Combine(_folder, "longer"), "--out", csv), Is.EqualTo(0), _errors.ToString());

        var row = File.ReadAllLines(csv).Single(line => line.StartsWith("queue,rate=200,requests,", StringComparison.Ordinal)).Split(',');
        Assert.That(double.Parse(row[10]), Is.EqualTo(2).Within(0.2), "twice the time, about twice the requests");
        Assert.That(double.Parse(row[7]), Is.EqualTo(double.Parse(row[6]) - double.Parse(row[5])).Within(1e-6));
        Assert.That(_output.ToString(), Does.Contain("requests"));
    }

    [Test]
    public void A_comparison_is_left_in_the_second_folder_and_names_what_has_no_pair()
    {
        _scenarios = [TestScenarios.Queue("queue", [200, 400]), TestScenarios.Queue("first", [200])];
        Gmpsim("run", "--out", Out, "--no-plots");
        _scenarios = [TestScenarios.Queue("queue", [200, 600])];
        var other = Path.Combine(_folder, "other");
        Gmpsim("run", "--out", other, "--no-plots");
        Forget();

        Assert.That(Gmpsim("compare", Out, other), Is.EqualTo(0), _errors.ToString());
        Assert.That(File.Exists(Path.Combine(other, "compare.csv")), Is.True);
        Assert.That(_errors.ToString(), Does.Contain($"only in {Out}: 'queue' at rate=400, scenario 'first'").And.Contain($"only in {other}: 'queue' at rate=600"));
    }

    [TestCase(3, 7ul, "")]
    [TestCase(2, 7ul, "note: replications differ: 3 in A, 2 in B ('queue'); those that both have are compared")]
    [TestCase(3, 77ul, "note: the seeds differ, so the pairs share no random numbers; the intervals hold, but they are wider than they need to be")]
    public void A_comparison_says_what_is_different_about_its_pairs(int replications, ulong seed, string expected)
    {
        Gmpsim("run", "--out", Out, "--no-plots");
        _scenarios = [TestScenarios.Queue("queue", [200, 400], TestScenarios.Run with { Replications = replications, Seed = seed })];
        var other = Path.Combine(_folder, "other");
        Gmpsim("run", "--out", other, "--no-plots");
        Forget();

        Assert.That(Gmpsim("compare", Out, other), Is.EqualTo(0), _errors.ToString());
        Assert.That(_errors.ToString().Trim(), Is.EqualTo(expected.Replace("in A", $"in {Out}").Replace("in B", $"in {other}")));
    }

    [Test]
    public void A_comparison_with_a_part_of_the_scenarios_has_no_differing_seeds()
    {
        _scenarios = [TestScenarios.Queue("queue", [200]), TestScenarios.Queue("first", [200])];
        Gmpsim("run", "--out", Out, "--no-plots");
        _scenarios = [_scenarios[0]];
        var other = Path.Combine(_folder, "other");
        Gmpsim("run", "--out", other, "--no-plots");
        Forget();

        Gmpsim("compare", Out, other);

        Assert.That(_errors.ToString().Trim(), Is.EqualTo($"note: only in {Out}: scenario 'first'"));
    }

    [Test]
    public void A_comparison_shows_the_forty_largest_changes_of_the_main_metrics()
    {
        double[] rates = [.. Enumerable.Range(1, 30).Select(i => 100.0 + i)];
        _scenarios = [TestScenarios.Queue("queue", rates)];
        Gmpsim("run", "--out", Out, "--no-plots");
        _scenarios = [TestScenarios.Queue("queue", rates, TestScenarios.Run with { Duration = TestScenarios.Run.Duration * 2 })];
        var other = Path.Combine(_folder, "longer");
        Gmpsim("run", "--out", other, "--no-plots");
        Forget();

        Gmpsim("compare", Out, other);

        var ratios = _output.ToString().Split('\n').Where(line => line.Contains(" rate=", StringComparison.Ordinal)).ToList();
        Assert.That(ratios, Has.Count.LessThanOrEqualTo(40).And.Count.GreaterThanOrEqualTo(30), "twice the requests at each of thirty points");
        Assert.That(ratios.Take(30), Is.All.Contains(" requests "), "the largest change first");
        Assert.That(_output.ToString(), Does.Not.Contain("sim_events"));
        Assert.That(File.ReadAllText(Path.Combine(other, "compare.csv")), Does.Contain("sim_events"));
    }

    [Test]
    public void A_table_that_no_plot_can_be_drawn_from_is_bad_input_and_says_which_can()
    {
        Gmpsim("run", "--out", Out, "--no-plots");
        Forget();

        Assert.That(Gmpsim("plot", Path.Combine(Out, "runs.csv"), "--out", Path.Combine(_folder, "overlay")), Is.EqualTo(2));
        Assert.That(_errors.ToString(), Does.Contain("queue: no plots: they are drawn from summary.csv, latency.csv, skew.csv, attribution.csv and cores.csv").And.Not.Contain("no run has finished"));
        Assert.That(_output.ToString(), Is.Empty);
        Assert.That(Directory.Exists(Path.Combine(_folder, "overlay")), Is.False);
    }

    [Test]
    public void Plots_that_nobody_asked_for_are_not_missed()
    {
        _scenarios = [TestScenarios.Queue("queue", [200])];

        Gmpsim("run", "--out", Out);

        Assert.That(_errors.ToString(), Does.Not.Contain("plot:"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_plot_that_was_asked_for_and_cannot_be_made_is_told_unless_quiet(bool quiet)
    {
        _scenarios = [TestScenarios.Queue("queue", [200]) with { Plots = ["throughput"] }];

        Gmpsim(["run", "--out", Out, .. quiet ? ["--quiet"] : Array.Empty<string>()]);

        Assert.That(_errors.ToString().Contains("no throughput plot", StringComparison.Ordinal), Is.EqualTo(!quiet));
    }

    [Test]
    public void Replications_that_were_all_the_same_run_are_called_so()
    {
        _executor = new() { OnlySeed = 5 };
        Gmpsim("run", "--out", Out, "--no-plots");

        Assert.That(_output.ToString(), Does.Contain("replications: All 3 replications of each of the points 'rate=200', 'rate=400' were the same run, event by event: nothing in them is random"));

        _executor = new();
        Forget();
        Gmpsim("run", "--out", Out, "--no-plots");
        Assert.That(_output.ToString(), Does.Not.Contain("the same run"));
    }

    [Test]
    public void One_scenario_with_one_point_is_counted_in_the_singular()
    {
        _scenarios = [TestScenarios.Queue("queue", [200])];

        Gmpsim("validate");

        Assert.That(_output.ToString().Trim(), Is.EqualTo("queue.yaml: fine: 1 scenario, 1 point"));
    }

    [Test]
    public void A_failed_run_without_a_sweep_has_no_empty_point_in_its_message()
    {
        var point = _scenarios[0].Points[0] with { Coordinates = [] };
        var request = new RunRequest("queue", point, 2, 9, default, new());

        Assert.That(new RunFailedException(request, new InvalidOperationException("broken")).Message, Is.EqualTo("broken (scenario 'queue', replication 2, seed 9)"));
    }

    [Test]
    public void A_batch_of_more_than_an_hour_is_announced_before_it_starts()
    {
        var asked = new List<string>();
        _executor = new() { BeforeRun = _ => { lock (asked) asked.Add(_errors.ToString()); throw new IOException("enough"); } };
        _scenarios = [TestScenarios.Queue("queue", [1000], TestScenarios.Run with { Duration = GmpSim.Engine.SimDuration.FromSeconds(400_000), Replications = 1 })];

        Gmpsim("run", "--out", Out, "--jobs", "1");

        Assert.That(asked.Single(), Does.Contain("warning: this will take about 67 min"), "400 000 s × 1000/s × 30 events at 3 million a second are 4000 s");
    }

    [TestCase("gomaxprox=2", "'queue' has no coordinate 'gomaxprox'; did you mean 'gomaxprocs'?")]
    [TestCase("gomaxprocs=2", "2 points of 'queue' match; choose one with --point name=value: gomaxprocs=2;rate=200, gomaxprocs=2;rate=400")]
    public void A_point_that_is_not_clear_is_asked_for_with_what_could_be_meant(string point, string message)
    {
        _scenarios = [_scenarios[0] with
        {
            Points = [.. new[] { "1", "2" }.SelectMany(p => _scenarios[0].Points.Select(at => at with { Coordinates = [new("runtime.gomaxprocs", "gomaxprocs", p), .. at.Coordinates] }))],
        }];

        Assert.That(Gmpsim("trace", "--scenario", "queue", "--point", point, "--out", Path.Combine(_folder, "t.csv")), Is.EqualTo(2));
        Assert.That(_errors.ToString().Trim(), Does.EndWith(message));
    }

    [Test]
    public void Plots_are_redrawn_from_the_tables()
    {
        Gmpsim("run", "--out", Out);
        var drawn = Published().Where(f => f.Key.EndsWith(".svg", StringComparison.Ordinal)).ToList();
        Directory.Delete(Path.Combine(Out, "plots"), recursive: true);

        Assert.That(Gmpsim("plot", Out), Is.EqualTo(0), _errors.ToString());

        Assert.That(drawn, Is.Not.Empty);
        Assert.That(Published().Where(f => f.Key.EndsWith(".svg", StringComparison.Ordinal)), Is.EqualTo(drawn));
    }

    [Test]
    public void Several_folders_are_overlaid_in_one_picture()
    {
        Gmpsim("run", "--out", Out, "--no-plots");
        _scenarios = [TestScenarios.Queue("queue", [200, 400], TestScenarios.Run with { Seed = 8 })];
        Gmpsim("run", "--out", Path.Combine(_folder, "other"), "--no-plots");

        Assert.That(Gmpsim("plot", Out, Path.Combine(_folder, "other"), "--out", Path.Combine(_folder, "both")), Is.EqualTo(0), _errors.ToString());

        Assert.That(File.ReadAllText(Path.Combine(_folder, "both", "plots", "queue-throughput.svg")), Does.Contain("out</text>").And.Contain("other</text>"));
    }

    [Test]
    public void Plots_of_a_folder_without_tables_are_bad_input() => Assert.That(Gmpsim("plot", _folder), Is.EqualTo(2));

    [Test]
    public void List_shows_scenarios_points_runs_and_simulated_time()
    {
        Assert.That(Gmpsim("list"), Is.EqualTo(0));

        Assert.That(_output.ToString(), Does.Contain("queue").And.Contain("rate=400").And.Contain("6.6 s"), "2 points × 3 replications × 1.1 s");
        Assert.That(_output.ToString(), Does.Contain("All together under 1 s"));
    }

    [Test]
    public void Trace_runs_exactly_the_run_of_the_batch()
    {
        Gmpsim("run", "--out", Out);
        var digest = File.ReadAllLines(Path.Combine(Out, "runs.csv"))[6].Split(',')[4];

        Assert.That(Gmpsim("trace", "--scenario", "queue", "--point", "rate=400", "--replication", "2", "--out", Path.Combine(_folder, "t.csv")), Is.EqualTo(0));

        Assert.That(_output.ToString(), Does.Contain($"digest {digest}"));
        Assert.That(_executor.Requests[^1].Options.TraceFile, Is.EqualTo(Path.Combine(_folder, "t.csv")));
    }

    [Test]
    public void The_manifest_holds_a_command_without_absolute_paths()
    {
        Gmpsim("run", Path.Combine(_folder, "a b.yaml"), "--only", "que*", "--seed", "3", "--jobs", "1", "--out", Out);

        Assert.That(File.ReadAllText(Path.Combine(Out, "manifest.json")), Does.Contain("gmpsim run 'a b.yaml' '--only=que*' --seed 3").And.Not.Contain(_folder));
    }

    private void Forget()
    {
        _output.GetStringBuilder().Clear();
        _errors.GetStringBuilder().Clear();
    }

    private int Gmpsim(params string[] arguments) => Gmpsim(arguments, loader: null);

    private int Gmpsim(string[] arguments, IScenarioLoader? loader = null, CancellationToken cancel = default)
    {
        var application = new Application(new(_output, _errors, IsInteractive: false), loader ?? new Loader(_scenarios), _executor, new ResultFiles());
        return application.Run(arguments, cancel);
    }

    private SortedDictionary<string, string> Published(string folder = "out")
    {
        var root = Path.Combine(_folder, folder);
        return new(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(root, f), File.ReadAllText), StringComparer.Ordinal);
    }

    private sealed class Loader(Scenario[]? scenarios) : IScenarioLoader
    {
        public LoadedScenarios? Load(ScenarioArguments arguments, TextWriter errors) =>
            scenarios is null ? null : new([new("queue.yaml", "queues", "00", scenarios)], scenarios);
    }
}
