using System.Globalization;
using System.Text.RegularExpressions;

namespace GmpSim.Tests.EndToEnd;

/// <summary>The README tells what its commands really give: the same input gives the same figures, so every figure is checked.</summary>
public sealed class ReadmeTests
{
    private static readonly string s_root = ShippedRun.Root;
    private static readonly string s_readme = File.ReadAllText(Path.Combine(s_root, "README.md"));

    [Test]
    public void The_first_command_gives_the_verdicts_and_the_picture_of_the_README()
    {
        var results = ShippedRun.Of("scenarios.yaml");

        foreach (var picture in new[] { "replay-latency.svg", "skew-skew-heatmap.svg" })
            Assert.That(File.ReadAllText(Path.Combine(results, "plots", picture)), Is.EqualTo(File.ReadAllText(Path.Combine(s_root, "docs", "images", picture))), picture);
        foreach (var row in File.ReadLines(Path.Combine(results, "verdicts.csv")).Where(line => line.StartsWith("keep-alive,A1-per-p", StringComparison.Ordinal) || line.StartsWith("keep-alive,A1-shared", StringComparison.Ordinal)))
            Assert.That(Collapsed(s_readme), Does.Contain(VerdictLine(row)));
    }

    [Test]
    public void The_scenario_of_the_README_gives_the_table_and_the_verdict_beside_it()
    {
        using var folder = new WorkFolder();
        var blocks = Regex.Matches(s_readme, "^```(?<kind>yaml|text)\n(?<body>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline, TimeSpan.FromSeconds(10));
        var scenario = blocks.First(block => block.Groups["kind"].Value == "yaml").Groups["body"].Value;
        File.WriteAllText(Path.Combine(folder.Root, "readme.yaml"), scenario);

        var ended = Gmpsim.Run(folder.Root, "run", "readme.yaml", "--no-plots");

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        var shown = blocks.Single(block => block.Groups["body"].Value.Contains("throughput_rps   latency", StringComparison.Ordinal)).Groups["body"].Value;
        var output = Collapsed(ended.Output);
        foreach (var line in shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Assert.That(output, Does.Contain(Collapsed(line)));
    }

    private static string VerdictLine(string csvRow)
    {
        // scenario, id, claim, expected, observed, ci95_low, ci95_high, kind, verdict, why: the claim has no comma outside quotes.
        var fields = Regex.Matches(csvRow, "(?:^|,)(?:\"(?<field>[^\"]*)\"|(?<field>[^,]*))", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups["field"].Value).ToArray();
        string Rounded(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture).ToString("F3", CultureInfo.InvariantCulture);
        return $"{fields[1]} {fields[8]}: 1.37 claimed, {Rounded(4)} observed (95 % interval {Rounded(5)} to {Rounded(6)})";
    }

    private static string Collapsed(string text) => Regex.Replace(text, "\\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(10)).Trim();
}
