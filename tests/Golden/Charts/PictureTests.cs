using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;

namespace GmpSim.Tests.Golden.Charts;

[TestFixture]
internal sealed class PictureTests
{
    private static readonly ResultTables s_tables = ResultTables.From(SyntheticBatch.Batch);

    private static IEnumerable<string> PictureNames => Pictures.Select(c => c.Id);

    private static IEnumerable<Chart> Pictures => s_tables.Scenarios.SelectMany(s => PlotBuilder.For(s, []).Charts);

    /// <summary>The many pages of the large sweep differ in data only: approving its lines is enough.</summary>
    private static IEnumerable<string> ApprovedNames => PictureNames.Where(n => !n.StartsWith("large-", StringComparison.Ordinal)).Append("large-throughput");

    [TestCaseSource(nameof(ApprovedNames))]
    public void A_picture_has_the_bytes_that_were_approved(string name) =>
        GoldenFile.AssertMatches($"{name}.svg", Svg(name));

    [Test]
    public void Pictures_redrawn_from_the_written_tables_have_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("gmpsim-").FullName;
        try
        {
            TableWriter.WriteAll(s_tables, folder);
            var redrawn = TableReader.ReadFolder(folder).Scenarios.SelectMany(s => PlotBuilder.For(s, []).Charts);
            Assert.That(redrawn.Select(new SvgChartRenderer().Render), Is.EqualTo(Pictures.Select(new SvgChartRenderer().Render)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Svg(string name) => new SvgChartRenderer().Render(Pictures.Single(c => c.Id == name));
}
