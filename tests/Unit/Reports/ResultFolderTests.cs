using GmpSim.Reports;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class ResultFolderTests : FolderTests
{
    [Test]
    public void A_batch_leaves_every_file_of_the_contract_and_the_plots_asked_for()
    {
        ResultFolder.Write(TestBatch.Of(Scenario("a") with { Plots = ["throughput"] }), Folder, new SvgChartRenderer());
        Assert.That(Files(), Is.EqualTo(new[]
        {
            "attribution.csv", "cores.csv", "latency.csv", "manifest.json", "plots/a-throughput.svg", "report.html", "runs.csv", "runtime-metrics.csv", "skew.csv", "summary.csv", "verdicts.csv",
        }));
    }

    [Test]
    public void Without_plots_there_is_a_report_of_tables_only()
    {
        ResultFolder.Write(TestBatch.Of(Scenario("a")), Folder, new SvgChartRenderer(), plots: false);
        Assert.That(Files(), Has.None.StartsWith("plots/").And.Member("report.html"));
        Assert.That(File.ReadAllText(Path.Combine(Folder, "report.html")), Does.Not.Contain("<svg").And.Contain("throughput"));
    }

    [Test]
    public void A_scenario_name_from_a_foreign_table_cannot_leave_theFolder()
    {
        var tables = ResultTables.From(TestBatch.Of(Scenario("../../up")));
        ResultFolder.Redraw(tables, null, Path.Combine(Folder, "deep", "out"), new SvgChartRenderer());
        Assert.That(Files(), Is.EqualTo(new[] { "deep/out/plots/_.._up-throughput.svg" }));
    }

    [Test]
    public void Two_times_the_same_batch_gives_the_same_bytes()
    {
        ResultFolder.Write(TestBatch.Of(Scenario("a")), Folder, new SvgChartRenderer());
        var first = Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        ResultFolder.Write(TestBatch.Of(Scenario("a")), Folder, new SvgChartRenderer());
        Assert.That(Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes), Is.EqualTo(first));
    }

    private static ScenarioResult Scenario(string name) =>
        TestBatch.Scenario(name, [.. new[] { "1", "2" }.Select(p => TestBatch.Point([("gomaxprocs", p)], TestBatch.Run(10), TestBatch.Run(12)))]);

    /// <summary>PNG pictures are left out: they depend on a program that may not be installed.</summary>
    private string[] Files() =>
    [
        .. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".png", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];
}
