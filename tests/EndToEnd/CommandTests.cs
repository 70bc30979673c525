namespace GmpSim.Tests.EndToEnd;

/// <summary>Exit codes and messages of the built program.</summary>
public sealed class CommandTests
{
    private WorkFolder _folder = null!;

    [OneTimeSetUp]
    public void Make_a_folder() => _folder = new();

    [OneTimeTearDown]
    public void Remove_the_folder() => _folder.Dispose();

    [TestCase("--help")]
    [TestCase("run", "--help")]
    [TestCase("version")]
    [TestCase("--version")]
    [TestCase("validate")]
    [TestCase("list")]
    public void What_only_tells_something_ends_with_0(params string[] arguments)
    {
        var ended = Gmpsim.Run(_folder.Root, arguments);

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Output, Is.Not.Empty);
        Assert.That(ended.Errors, Is.Empty);
    }

    [Test]
    public void A_scenario_file_with_mistakes_ends_with_2_and_writes_nothing()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "bad.yaml"), "gmpsim: 1\nscenarioss: {}\n");

        var ended = Gmpsim.Run(_folder.Root, "run", "bad.yaml", "--out", "bad");

        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(ended.Errors, Does.Contain("bad.yaml:2:1: error GMP").And.Contain("did you mean 'scenarios'?"));
        Assert.That(Directory.Exists(Path.Combine(_folder.Root, "bad")), Is.False);
    }

    [TestCase("run", "missing.yaml")]
    [TestCase("run", "--set", "runtime.gomaxprocz=3")]
    [TestCase("run", "--only", "wep")]
    [TestCase("run", "--frobnicate")]
    [TestCase("run", "--machine", "no-such-machine.yaml")]
    [TestCase("compare", "nowhere", "neither")]
    [TestCase("merge", "nowhere")]
    [TestCase("trace", "--scenario", "wep")]
    [TestCase("trace")]
    public void Whatever_else_is_wrong_with_the_input_ends_with_2_and_no_stack_trace(params string[] arguments)
    {
        var before = Directory.EnumerateFileSystemEntries(_folder.Root).ToList();

        var ended = Gmpsim.Run(_folder.Root, arguments);

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(ended.Errors, Is.Not.Empty.And.Not.Contain("   at "));
        Assert.That(Directory.EnumerateFileSystemEntries(_folder.Root), Is.EquivalentTo(before));
    }

    [Test]
    public void A_run_in_which_nothing_is_answered_is_no_result_without_a_warning()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "silent.yaml"), """
            gmpsim: 1
            scenarios:
              silent:
                runtime: { gomaxprocs: 2 }
                workload: { server: { kind: tasks, handler: handler }, clients: [{ kind: closed }] }
                programs: { handler: [{ recv: jobs }] }
                run: { warmup: 0s, duration: 1ms, replications: 2 }
            """);

        var ended = Gmpsim.Run(_folder.Root, "run", "silent.yaml", "--out", "silent");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Errors, Does.Contain("warning: no request was answered in silent"));
    }

    [Test]
    public void A_scenario_that_goes_round_without_using_time_ends_with_2_and_says_where_and_the_others_keep_their_tables()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "stall.yaml"), """
            gmpsim: 1
            defaults: { run: { warmup: 0s, duration: 10ms, replications: 1 } }
            scenarios:
              stall:
                machine: ideal
                workload:
                  server: { kind: tasks, handler: nothing }
                  clients: [{ kind: closed, connections: 3 }]
                programs: { nothing: [{ lock: m }, { unlock: m }] }
              fine:
                workload: { server: { kind: echo }, clients: [{ kind: closed }] }
            """);

        var ended = Gmpsim.Run(_folder.Root, "run", "stall.yaml", "--out", "stall", "--no-plots");

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(ended.Errors, Does.Contain("stall.yaml:4:3: error GMP0903: The simulated clock stands still at 0s").And.Contain("scenario 'stall'").And.Not.Contain("   at "));
        Assert.That(File.ReadAllLines(Path.Combine(_folder.Root, "stall", "runs.csv")).Skip(1).Select(row => row.Split(',')[0]), Is.EqualTo(new[] { "fine" }));

        var traced = Gmpsim.Run(_folder.Root, "trace", "stall.yaml", "--scenario", "stall", "--out", "stall.csv");
        Assert.That(traced.ExitCode, Is.EqualTo(2), traced.ToString());
        Assert.That(traced.Errors, Does.StartWith("stall.yaml:4:3: error GMP0903: The simulated clock stands still at 0s"));
    }

    [Test]
    public void A_run_of_threads_in_which_nothing_is_answered_is_not_asked_about_goroutines()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "threads.yaml"), """
            gmpsim: 1
            scenarios:
              threads:
                workload: { server: { kind: epoll-threads }, clients: [{ kind: events, rate: 1/s, arrivals: uniform }] }
                run: { warmup: 1ms, duration: 1ms, replications: 2 }
            """);

        var ended = Gmpsim.Run(_folder.Root, "run", "threads.yaml", "--out", "threads", "--no-plots");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(ended.Errors, Does.Contain("warning: no request was answered in threads: ").And.Not.Contain("goroutine"));
    }
}
