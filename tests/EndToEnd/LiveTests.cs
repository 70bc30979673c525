namespace GmpSim.Tests.EndToEnd;

/// <summary>Scenarios run for real.</summary>
[NonParallelizable]
public sealed class LiveTests
{
    private const string Scenario = """
        gmpsim: 1
        programs:
          work:
            - read: request
            - cpu: 20us
            - write: response
          naps:
            - read: request
            - sleep: 1ms
            - write: response
        scenarios:
          works:
            machine: { base: generic-x86, cores: 2 }
            runtime: { go: "1.22", gomaxprocs: 2 }
            workload:
              server: { kind: http, handler: work }
              clients:
                - { kind: closed, connections: 4 }
            run: { warmup: 20ms, duration: 100ms, replications: 2 }
          sleeps:
            machine: { base: generic-x86, cores: 2 }
            runtime: { go: "1.22", gomaxprocs: 2 }
            workload:
              server: { kind: http, handler: naps }
              clients:
                - { kind: closed, connections: 4 }
            run: { warmup: 20ms, duration: 100ms, replications: 2 }
        """;

    private WorkFolder _folder = null!;

    [OneTimeSetUp]
    public void Make_a_folder()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("real runs need epoll");
        _folder = new();
        File.WriteAllText(Path.Combine(_folder.Root, "live.yaml"), Scenario);
    }

    [OneTimeTearDown]
    public void Remove_the_folder() => _folder?.Dispose();

    [Test]
    public void A_real_run_leaves_the_tables_of_a_simulated_one_and_says_that_it_is_real()
    {
        var run = Gmpsim.Run(_folder.Root, "run", "live.yaml", "--only", "works", "--live", "--out", "out", "--no-plots");

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        var rows = File.ReadAllLines(Path.Combine(_folder.Root, "out", "summary.csv"));
        Assert.That(rows, Has.Some.StartsWith("works,,throughput_rps,1/s,2,").And.Some.StartsWith("works,,cpu_us_per_request,us,2,").And.Some.StartsWith("works,,skew_p99_us,"));
        Assert.That(rows, Has.Some.EqualTo("works,,errors,,2,0,0,0,0,0,0"), "errors");
        Assert.That(File.ReadAllText(Path.Combine(_folder.Root, "out", "manifest.json")), Does.Contain("+live").And.Contain("These runs are real"));
    }

    [Test]
    public void What_cannot_be_real_is_named_and_nothing_is_written()
    {
        var run = Gmpsim.Run(_folder.Root, "run", "live.yaml", "--live", "--out", "refused");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("scenario 'sleeps'").And.Contain("live.yaml:9:7: error GMP0902").And.Contain("the operation 'sleep'").And.Contain("is not run for real"));
        Assert.That(Directory.Exists(Path.Combine(_folder.Root, "refused")), Is.False);
    }

    [TestCase("--resume")]
    [TestCase("--check")]
    [TestCase("--shard", "1/2")]
    [TestCase("--schedtrace", "10ms")]
    public void Options_that_mean_nothing_for_real_runs_are_refused(params string[] options)
    {
        var run = Gmpsim.Run(_folder.Root, ["run", "live.yaml", "--only", "works", "--live", "--out", "refused", .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain($"--live does not go with {options[0]}"));
    }
}
