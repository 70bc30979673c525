namespace GmpSim.Tests.EndToEnd;

/// <summary>The options that stand for GODEBUG=schedtrace.</summary>
public sealed class SchedTraceTests
{
    private const string Scenario = """
        gmpsim: 1
        programs:
          work:
            - cpu: 1ms
        scenarios:
          queue:
            machine: ideal
            runtime: { go: "1.22", gomaxprocs: 2 }
            workload:
              server: { kind: tasks, handler: work }
              clients:
                - { kind: open, rate: 1k/s }
            run: { warmup: 10ms, duration: 90ms, replications: 2 }
            sweep: { runtime.gomaxprocs: [1, 2] }
        """;

    private WorkFolder _folder = null!;

    [OneTimeSetUp]
    public void Make_a_folder()
    {
        _folder = new();
        File.WriteAllText(Path.Combine(_folder.Root, "queue.yaml"), Scenario);
    }

    [OneTimeTearDown]
    public void Remove_the_folder() => _folder.Dispose();

    [Test]
    public void Every_run_gets_a_file_whatever_the_number_of_workers_and_no_figure_changes()
    {
        Run("one", "--schedtrace", "10ms", "--jobs", "1");
        Run("two", "--schedtrace", "10ms", "--jobs", "2");
        Run("none");

        var files = Files("one");
        Assert.That(files.Keys, Is.EquivalentTo(new[] { "gomaxprocs=1-r0.txt", "gomaxprocs=1-r1.txt", "gomaxprocs=2-r0.txt", "gomaxprocs=2-r1.txt" }));
        Assert.That(Files("two"), Is.EqualTo(files));
        Assert.That(files["gomaxprocs=2-r0.txt"], Does.StartWith("SCHED 0ms: gomaxprocs=2 idleprocs=").And.Contain("\nSCHED 10ms: ").And.EndsWith("]\n"));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Root, "one", "runs.csv")), Is.EqualTo(File.ReadAllText(Path.Combine(_folder.Root, "none", "runs.csv"))));
    }

    [Test]
    public void A_new_batch_in_the_same_folder_leaves_no_old_lines()
    {
        Run("again", "--schedtrace", "10ms");
        Run("again");

        Assert.That(Directory.Exists(Path.Combine(_folder.Root, "again", "schedtrace")), Is.False);
    }

    [Test]
    public void A_traced_run_has_its_lines_beside_its_events()
    {
        var ended = Gmpsim.Run(_folder.Root, "trace", "queue.yaml", "--point", "gomaxprocs=2", "--schedtrace", "20ms", "--scheddetail");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(File.ReadAllText(Path.Combine(_folder.Root, "trace.schedtrace.txt")), Does.Contain("sysmonwait=").And.Contain("\n  P1: status=").And.Contain("\n  M0: p=").And.Contain("\n  G1: status="));
    }

    [TestCase("--scheddetail", "--scheddetail needs --schedtrace")]
    [TestCase("--schedtrace=10", "needs a unit")]
    public void A_wish_that_makes_no_sense_ends_with_2(string option, string message)
    {
        var ended = Gmpsim.Run(_folder.Root, "run", "queue.yaml", "--out", "bad", option);

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.ToString());
        Assert.That(ended.Errors, Does.Contain(message));
    }

    private void Run(string folder, params string[] options)
    {
        var ended = Gmpsim.Run(_folder.Root, ["run", "queue.yaml", "--out", folder, "--no-plots", "--quiet", .. options]);
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
    }

    private Dictionary<string, string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(_folder.Root, folder, "schedtrace", "queue"))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
}
