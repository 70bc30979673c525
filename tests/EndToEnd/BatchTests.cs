namespace GmpSim.Tests.EndToEnd;

/// <summary>Whole batches through the built program: the same bytes whatever happens on the way.</summary>
[Platform(Exclude = "Win", Reason = "kills and interrupts processes by signals")]
public sealed class BatchTests
{
    private WorkFolder _folder = null!;
    private SortedDictionary<string, string> _undisturbed = null!;

    [OneTimeSetUp]
    public void Run_once_undisturbed()
    {
        _folder = new();
        var ended = Gmpsim.Run(_folder.Root, "run", "--out", "undisturbed");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        _undisturbed = _folder.Files("undisturbed");
    }

    [OneTimeTearDown]
    public void Remove_the_folder() => _folder.Dispose();

    [Test]
    public void Every_file_of_the_contract_is_there()
    {
        string[] expected =
        [
            "runs.csv", "summary.csv", "verdicts.csv", "skew.csv", "latency.csv", "attribution.csv", "manifest.json", "report.html", "metrics.prom", "traces.jsonl",
            Path.Combine("plots", "web-throughput.svg"),
        ];

        Assert.That(_undisturbed.Keys, Is.SupersetOf(expected));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Root, "undisturbed", "verdicts.csv")), Does.Contain("web,E1,").And.Contain(",reproduced,"));
    }

    [TestCase("1")]
    [TestCase("2")]
    [TestCase("5")]
    public void The_number_of_workers_changes_no_byte(string jobs)
    {
        var ended = Gmpsim.Run(_folder.Root, "run", "--out", $"jobs{jobs}", "--jobs", jobs);

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(_folder.Files($"jobs{jobs}"), Is.EqualTo(_undisturbed));
    }

    [Test]
    public void The_other_event_queue_changes_no_byte()
    {
        Gmpsim.Run(_folder.Root, "run", "--out", "heap", "--queue", "heap");

        Assert.That(_folder.Files("heap"), Is.EqualTo(_undisturbed));
    }

    [Test]
    public void A_batch_killed_in_the_middle_and_resumed_gives_the_bytes_of_an_undisturbed_one()
    {
        using (var process = Gmpsim.Start(_folder.Root, "run", "--out", "killed"))
        {
            process.WaitUntil(() => _folder.StoredRuns("killed") >= 4);
            process.KillHard();
        }

        // As if the kill had come in the middle of a write, whether it did or not.
        File.WriteAllText(Path.Combine(_folder.Root, "killed", "state", "runs", "web.p001.r0011.json.tmp"), "{\"half");
        var stored = _folder.StoredRuns("killed");
        Assert.That(stored, Is.InRange(4, 23), "it was killed in the middle");
        Assert.That(File.Exists(Path.Combine(_folder.Root, "killed", "runs.csv")), Is.False);

        var ended = Gmpsim.Run(_folder.Root, "run", "--out", "killed", "--resume");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(_folder.Files("killed"), Is.EqualTo(_undisturbed));
    }

    [Test]
    public void Ctrl_C_ends_with_130_and_says_how_to_go_on()
    {
        using (var process = Gmpsim.Start(_folder.Root, "run", "--out", "interrupted"))
        {
            process.WaitUntil(() => _folder.StoredRuns("interrupted") >= 3);
            process.Interrupt();
            var interrupted = process.WaitForEnd();
            Assert.That(interrupted.ExitCode, Is.EqualTo(130), interrupted.ToString());
            Assert.That(interrupted.Errors, Does.Contain("gmpsim run scenarios.yaml --out interrupted --resume"));
        }

        Assert.That(_folder.StoredRuns("interrupted"), Is.InRange(3, 23));
        Assert.That(File.Exists(Path.Combine(_folder.Root, "interrupted", "runs.csv")), Is.False, "nothing half-made");

        Gmpsim.Run(_folder.Root, "run", "--out", "interrupted", "--resume");

        Assert.That(_folder.Files("interrupted"), Is.EqualTo(_undisturbed));
    }

    [Test]
    public void Two_shards_merged_give_the_bytes_of_the_whole()
    {
        Gmpsim.Run(_folder.Root, "run", "--shard", "1/2", "--out", "part1");
        Gmpsim.Run(_folder.Root, "run", "--shard", "2/2", "--out", "part2");

        var ended = Gmpsim.Run(_folder.Root, "merge", "part1", "part2", "--out", "merged");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(_folder.Files("merged"), Is.EqualTo(_undisturbed));
    }
}
