using System.Text.RegularExpressions;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Golden;

internal sealed class DocumentationTests
{
    private static IEnumerable<TestCaseData> Examples
    {
        get
        {
            var text = File.ReadAllText(Path.Combine(DiagnosticCorpus.Root, "docs", "scenarios.md")) + File.ReadAllText(Path.Combine(DiagnosticCorpus.Root, "README.md"));
            var number = 0;
            foreach (Match match in Regex.Matches(text, "^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline, TimeSpan.FromSeconds(10)))
                yield return new TestCaseData(match.Groups["yaml"].Value).SetArgDisplayNames($"example {++number}");
        }
    }

    [TestCaseSource(nameof(Examples))]
    public void An_example_of_the_guide_or_the_README_is_a_valid_file_without_warnings(string yaml) =>
        Assert.That(string.Concat(ScenarioReader.ReadText("docs/scenarios.md", yaml).Problems), Is.Empty);
}
