using System.Text;
using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>Whatever a file holds, reading it ends in problems with places, never in an exception.</summary>
internal sealed class HostileFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("gmpsim-test").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<Diagnostic> Problems(byte[] content)
    {
        var path = Path.Combine(_folder, "file.yaml");
        File.WriteAllBytes(path, content);
        return ScenarioReader.Read(path).Problems;
    }

    private static string Code(IReadOnlyList<Diagnostic> problems) => problems.Single().Code;

    [Test]
    public void Ten_megabytes_of_nonsense_are_refused_unread()
    {
        var nonsense = new byte[10 << 20];
        var stream = new RandomStream(1, "nonsense");
        for (var i = 0; i < nonsense.Length; i++) nonsense[i] = (byte)stream.NextBits();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Code(Problems(nonsense)), Is.EqualTo("GMP0002"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 << 20), "bytes allocated");
    }

    [Test]
    public void A_missing_file_and_a_directory_are_told_apart()
    {
        Assert.That(ScenarioReader.Read(Path.Combine(_folder, "none.yaml")).Problems.Single().Message, Does.EndWith("there is no such file"));
        Assert.That(ScenarioReader.Read(_folder).Problems.Single().Message, Does.EndWith("it is a directory"));
        Assert.That(Code(ScenarioReader.Read("a\0b").Problems), Is.EqualTo("GMP0001"));
    }

    [Test]
    public void Brackets_nested_a_hundred_thousand_deep_end_at_the_limit() =>
        Assert.That(Code(Problems(Encoding.ASCII.GetBytes("a: " + new string('[', 100_000)))), Is.EqualTo("GMP0008"));

    [Test]
    public void Keys_nested_a_thousand_deep_end_at_the_limit() =>
        Assert.That(Code(Problems(Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 1000).Select(depth => new string(' ', depth) + "a:"))))), Is.EqualTo("GMP0008"));

    [Test]
    public void Aliases_that_nest_deeper_than_the_limit_are_refused()
    {
        var text = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 100).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));

        Assert.That(Code(Problems(Encoding.ASCII.GetBytes(text))), Is.EqualTo("GMP0008"));
    }

    [Test]
    public void Aliases_that_explode_cost_no_memory()
    {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Code(Problems(Encoding.ASCII.GetBytes(text))), Is.EqualTo("GMP0009"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20), "bytes allocated");
    }

    [Test]
    public void After_five_hundred_problems_the_reader_stops()
    {
        var problems = Problems(Encoding.ASCII.GetBytes("gmpsim: 1\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"gomaxprocs{i}: 1\n"))));

        Assert.That(problems, Has.Count.EqualTo(501));
        Assert.That(problems.Count(problem => problem.Code == "GMP0015"), Is.EqualTo(1));
    }

    [Test]
    public void A_line_of_a_megabyte_is_shown_in_part()
    {
        var problems = Problems(Encoding.ASCII.GetBytes("gmpsim: 1\nscenarios: { a: { run: { " + new string(' ', 1 << 20) + "sed: 1 } } }\n"));

        Assert.That(problems.Select(problem => problem.ToString().Length), Is.All.LessThan(500));
        Assert.That(problems.Single(problem => problem.Code == "GMP0101").ToString(), Does.Match("\\| …  +sed: 1 } } }\n"));
    }

    [Test]
    public void A_recording_may_not_have_more_lines_than_the_limit()
    {
        File.WriteAllText(Path.Combine(_folder, "long.csv"), "t_ns,conn,request_bytes,service_ns\n" + string.Concat(Enumerable.Repeat("1,1,1,1\n", 2_000_001)));
        var text = Given.File("workload: { server: { kind: http, handler: h }, clients: [{ kind: replay, file: long.csv }] }", "programs: { h: [read, { cpu: recorded }, write] }");

        Assert.That(Code(Problems(Encoding.ASCII.GetBytes(text))), Is.EqualTo("GMP0706"));
    }

    /// <summary>Thousands of broken variants of good files; a fixed seed, so that a failure can be repeated.</summary>
    [TestCase(1UL)]
    [TestCase(2UL)]
    public void However_a_good_file_is_damaged_reading_it_never_throws(ulong seed)
    {
        const string Alphabet = "{}[]:,-#&*!|>'\"%@` \n\tabz019.";
        var stream = new RandomStream(seed, "damage");
        var good = HostileFileTexts.Good;
        for (var round = 0; round < 500; round++)
        {
            var text = new StringBuilder(good[stream.NextBelow(good.Count)]);
            for (var edits = 1 + stream.NextBelow(4); edits > 0; edits--)
            {
                var at = stream.NextBelow(text.Length);
                if (stream.NextBelow(3) == 0) text.Remove(at, Math.Min(1 + stream.NextBelow(8), text.Length - at));
                else text.Insert(at, Alphabet[stream.NextBelow(Alphabet.Length)]);
            }

            var damaged = text.ToString();
            Assert.That(() => string.Concat(ScenarioReader.ReadText("damaged.yaml", damaged).Problems), Throws.Nothing, damaged);
        }
    }
}
