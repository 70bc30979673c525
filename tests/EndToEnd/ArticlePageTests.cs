using System.Text.RegularExpressions;

namespace GmpSim.Tests.EndToEnd;

/// <summary>docs/article.md tells what the shipped scenarios really give. <c>GMPSIM_UPDATE_GOLDEN=1</c> writes its tables and pictures anew.</summary>
public sealed class ArticlePageTests
{
    private const string Claims = "scenarios.yaml";
    private const string OneP = "Scenarios/article/where-one-p-wins.yaml";

    private static readonly string s_page = Path.Combine(ShippedRun.Root, "docs", "article.md");

    private static bool Updates => Environment.GetEnvironmentVariable("GMPSIM_UPDATE_GOLDEN") == "1";

    [TestCase("summary", Claims)]
    [TestCase("verdicts", Claims)]
    [TestCase("map", OneP)]
    public void The_tables_of_the_page_are_those_of_the_run(string kind, string file)
    {
        var results = ShippedRun.Of(file);
        var page = File.ReadAllText(s_page);

        var expected = Regex.Replace(
            page,
            $"(?<=^<!-- {kind}(?<arguments>[^>]*) -->\n).*?(?=^<!-- end -->)",
            block => Table(kind, results, block.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            RegexOptions.Singleline | RegexOptions.Multiline,
            TimeSpan.FromSeconds(10));

        if (Updates) File.WriteAllText(s_page, expected);
        else Assert.That(page, Is.EqualTo(expected));
    }

    [TestCase("keep-alive-throughput.svg")]
    [TestCase("scheduling-delay-netpoll_block_mean_us.svg")]
    [TestCase("two-servers-throughput.svg")]
    [TestCase("time-wait-curve-time_wait_end.svg")]
    [TestCase("inventory-replicas-3.svg")]
    [TestCase("inventory-replicas-7.svg")]
    public void The_pictures_of_the_page_are_those_of_the_run(string picture)
    {
        var (drawn, shown) = (Path.Combine(ShippedRun.Of(Claims), "plots", picture), Path.Combine(ShippedRun.Root, "docs", "images", picture));

        if (Updates) File.Copy(drawn, shown, overwrite: true);
        else Assert.That(File.ReadAllText(shown), Is.EqualTo(File.ReadAllText(drawn)));
    }

    private static string Table(string kind, string results, string[] arguments) => kind switch
    {
        "summary" => ArticleTables.Summary(results),
        "verdicts" => ArticleTables.Verdicts(results, arguments[0], arguments[1]),
        _ => ArticleTables.Map(results, arguments[0], arguments[1], arguments.ElementAtOrDefault(2)),
    };
}
