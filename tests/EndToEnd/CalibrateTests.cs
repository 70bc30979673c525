namespace GmpSim.Tests.EndToEnd;

/// <summary><c>gmpsim calibrate</c> as a user runs it; a few probes only, for it is the machine of the tests that is measured.</summary>
[NonParallelizable]
public sealed class CalibrateTests
{
    private WorkFolder _folder = null!;

    [OneTimeSetUp]
    public void Make_a_folder() => _folder = new();

    [OneTimeTearDown]
    public void Remove_the_folder() => _folder.Dispose();

    [Test]
    public void It_writes_a_profile_that_run_takes_and_a_table_of_what_was_measured()
    {
        OnlyOnLinux();

        var ended = Gmpsim.Run(_folder.Root, "calibrate", "--quick", "--probes", "epoll*", "--no-checks", "--out", "calibrated");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        var table = File.ReadAllLines(Path.Combine(_folder.Root, "calibrated", "probes.csv"));
        Assert.That(table[0], Is.EqualTo("probe,parameter,unit,n,median,ci95_low,ci95_high,p1,p99,min,outliers,note"));
        Assert.That(table, Has.Some.StartsWith("epoll.wait,ready=128,ns,"));
        Assert.That(Directory.EnumerateFiles(Path.Combine(_folder.Root, "calibrated")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "machine.yaml", "probes.csv" }));

        var profile = Path.Combine("calibrated", "machine.yaml");
        File.WriteAllText(Path.Combine(_folder.Root, "one.yaml"), OneScenario);
        var run = Gmpsim.Run(_folder.Root, "run", "one.yaml", "--machine", profile, "--out", "out", "--no-plots");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        var compared = Gmpsim.Run(_folder.Root, "calibrate", "--compare", profile, profile);
        Assert.That(compared.ExitCode, Is.Zero, compared.ToString());
        Assert.That(compared.Output, Does.Contain("measured costs agree within their intervals (100 %)"));
    }

    [Test]
    public void A_probe_that_does_not_exist_is_bad_input_and_names_the_nearest()
    {
        OnlyOnLinux();

        var ended = Gmpsim.Run(_folder.Root, "calibrate", "--probes", "epol.wait", "--out", "nothing");

        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(ended.Errors, Does.Contain("no probe is called 'epol.wait'").And.Contain("did you mean 'epoll.wait'?"));
        Assert.That(Directory.Exists(Path.Combine(_folder.Root, "nothing")), Is.False);
    }

    [Test]
    public void Interrupting_it_leaves_what_was_measured()
    {
        OnlyOnLinux();
        if (!File.Exists("/bin/sh")) Assert.Ignore("no shell to send a signal with");

        using var running = Gmpsim.Start(_folder.Root, "calibrate", "--out", "interrupted");
        running.WaitUntil(() => Directory.Exists(Path.Combine(_folder.Root, "interrupted")));
        Thread.Sleep(1500);
        running.Interrupt();
        var ended = running.WaitForEnd();

        Assert.That(ended.ExitCode, Is.EqualTo(130), ended.ToString());
        Assert.That(File.ReadAllText(Path.Combine(_folder.Root, "interrupted", "machine.yaml")), Does.StartWith("profile: machine\n"));
    }

    [Test]
    public void Interrupting_it_among_real_Go_programs_judges_what_has_run_both_ways_and_leaves_no_program_behind()
    {
        OnlyOnLinux();
        if (Environment.ProcessorCount < 2) Assert.Ignore("real Go programs are measured on two CPUs");
        if (!IsOnPath("go")) Assert.Ignore("no Go toolchain on PATH");

        // One worker measures net/http, two run each point: with the fourth the first point has run both ways.
        var seen = new HashSet<int>();
        using var running = Gmpsim.Start(_folder.Root, "calibrate", "--go", "--quick", "--out", "interrupted-go");
        running.WaitUntil(() =>
        {
            seen.UnionWith(Workers());
            return seen.Count >= 4;
        });
        foreach (var worker in Workers()) Gmpsim.Interrupt(worker); // Ctrl-C reaches the whole foreground group
        running.Interrupt();
        var ended = running.WaitForEnd();

        Assert.That(ended.ExitCode, Is.EqualTo(130), ended.ToString());
        var rows = File.ReadAllLines(Path.Combine(_folder.Root, "interrupted-go", "go-checks.csv"));
        Assert.That(rows, Has.Some.StartsWith("go-http,blocking,gomaxprocs=1,shared,").And.Some.StartsWith("go-http,idle-ps,gomaxprocs=1,schedtrace,"));
        Assert.That(rows, Has.None.Contains("gomaxprocs=8"));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Root, "interrupted-go", "go.html")), Does.Contain("interrupted: of 3 repeats of 8 points, "));
        Assert.That(Workers(), Is.Empty);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    private static List<int> Workers() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var process) ? process : 0).Where(process => process > 0 && IsWorker(process))];

    private static bool IsWorker(int process)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{process}/exe", returnFinalTarget: false)?.FullName is { } file && file.Contains("gmpsim-go-", StringComparison.Ordinal) && Path.GetFileName(file) == "worker";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private const string OneScenario = """
        gmpsim: 1
        title: One
        scenarios:
          one:
            about: A few requests.
            runtime: { go: "1.22", gomaxprocs: 1 }
            workload:
              server: { kind: http, handler: answer }
              clients:
                - { kind: closed, connections: 2, on: remote, rtt: 100us }
            programs:
              answer:
                - read: request
                - write: response
            run: { warmup: 1ms, duration: 10ms, replications: 1, seed: 1 }
        """;

    private static void OnlyOnLinux()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("calibration measures Linux only");
    }
}
