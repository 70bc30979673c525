using System.Reflection;
using System.Text.RegularExpressions;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Golden;

internal sealed class DiagnosticTests
{
    /// <summary>Rules that a small file in the corpus cannot break; the unit tests break them.</summary>
    private static readonly string[] s_elsewhere = ["GMP0002", "GMP0015", "GMP0706", "GMP0902", "GMP0903"];

    private static IEnumerable<string> Names => DiagnosticCorpus.Names;

    private static IEnumerable<string> AllCodes =>
        typeof(Diagnostic).Assembly.GetType("GmpSim.Scenarios.Diagnostics.Codes")!.GetFields(BindingFlags.Static | BindingFlags.Public).Select(constant => (string)constant.GetRawConstantValue()!);

    [TestCaseSource(nameof(Names))]
    public void The_output_for_a_file_of_the_corpus_is_the_expected_one(string name) =>
        DiagnosticCorpus.Compare(DiagnosticCorpus.Output(name), DiagnosticCorpus.PathOf(name, ".txt"));

    [TestCaseSource(nameof(Names))]
    public void A_file_is_named_after_the_one_rule_it_breaks(string name)
    {
        if (name == "several-problems") return;
        var codes = DiagnosticCorpus.Read(name).Problems.Select(problem => problem.Code).Distinct().ToArray();
        string[] expected = name.StartsWith("valid-", StringComparison.Ordinal) ? [] : [name[..7]];

        Assert.That(codes, Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Names))]
    public void A_problem_underlines_text_that_exists(string name)
    {
        foreach (var problem in DiagnosticCorpus.Read(name).Problems)
        {
            var line = problem.Span.Source.Line(problem.Line);
            if (string.IsNullOrEmpty(line)) continue;
            Assert.That(problem.Column, Is.InRange(1, line.Length + 1), problem.Headline);
            Assert.That(problem.Column - 1 + problem.Span.Length, Is.LessThanOrEqualTo(line.Length + 1), problem.Headline);
        }
    }

    [Test]
    public void Every_rule_has_a_file_in_the_corpus() =>
        Assert.That(AllCodes.Except(s_elsewhere).Except(Names.Select(name => name.Split('-')[0])), Is.Empty);

    [Test]
    public void Every_rule_has_its_reason_and_its_example_in_the_documentation()
    {
        var path = Path.Combine(DiagnosticCorpus.Root, "docs", "errors.md");
        var text = File.ReadAllText(path);
        Assert.That(AllCodes.Where(code => !text.Contains($"\n### {code}: ", StringComparison.Ordinal)), Is.Empty, "codes without a section");

        // The examples between the marks are the corpus itself: nobody copies them by hand.
        var filled = Regex.Replace(text, "<!-- example (?<name>[A-Za-z0-9-]+) -->\n.*?<!-- end -->", match => Example(match.Groups["name"].Value), RegexOptions.Singleline, TimeSpan.FromSeconds(10));
        DiagnosticCorpus.Compare(filled, path);
    }

    private static string Example(string name)
    {
        var broken = File.ReadAllText(DiagnosticCorpus.PathOf(name, ".yaml")).Replace("\0", "\u2400", StringComparison.Ordinal);
        return $"<!-- example {name} -->\n```yaml\n{broken}```\n```text\n{DiagnosticCorpus.Output(name)}```\n<!-- end -->";
    }
}
