using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class TableReaderTests : FolderTests
{
    [Test]
    public void Written_tables_read_back_and_written_again_have_the_same_bytes()
    {
        TableWriter.WriteAll(ResultTables.From(Batch()), Folder);
        var first = Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();

        TableWriter.WriteAll(TableReader.ReadFolder(Folder), Folder);

        Assert.That(Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllText), Is.EqualTo(first));
    }

    [Test]
    public void A_point_is_one_point_although_the_columns_of_runs_name_its_coordinates_in_another_order()
    {
        TableWriter.WriteAll(ResultTables.From(Batch()), Folder);
        var point = TableReader.ReadFolder(Folder).Scenarios[1].Points.Single();
        Assert.That(point.Label, Is.EqualTo("netpoller={a: 1\\; b};gomaxprocs=2"));
        Assert.That((point.Runs.Count, point.Summary.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void A_manifest_reads_back_as_it_was()
    {
        var manifest = ManifestFile.From(Batch());
        manifest.Write(Folder);
        var text = File.ReadAllText(Path.Combine(Folder, "manifest.json"));

        var read = ManifestFile.Read(Folder)!;
        read.Write(Folder);

        Assert.That(File.ReadAllText(Path.Combine(Folder, "manifest.json")), Is.EqualTo(text));
        Assert.That(text, Does.Contain("\"value\": \"1.25ns\"").And.Contain("\"seed\": 18446744073709551615").And.Contain("50 µs"));
        Assert.That(read.Machines[0].Costs[0].Value.Picoseconds, Is.EqualTo(1250));
    }

    [TestCase("summary.csv", "scenario,point,metric,unit,n,mean,sd,ci95_low,ci95_high,min,max\na,x=1,m,,1,many,,,,1,1\n", "summary.csv:2:6: error GMP1004: column 'mean' 'many' is not a number")]
    [TestCase("summary.csv", "scenario,point,metric,unit,n,mean,sd,ci95_low,ci95_high,min,max\na,x,m,,1,1,,,,1,1\n", "summary.csv:2:2: error GMP1004: column 'point' 'x' is not name=value")]
    [TestCase("latency.csv", "scenario,point,bucket_low_ns,bucket_high_ns,count\na,,1,2,3\na,,1,2\n", "latency.csv:3:1: error GMP1004: the row does not have the columns of the header")]
    [TestCase("skew.csv", "scenario,point,p,bucket_low_ns,bucket_high_ns,count\na,,0,-1,2,3\n", "skew.csv:2:4: error GMP1004: column 'bucket_low_ns' '-1' is out of range")]
    [TestCase("skew.csv", "scenario,point,p,bucket_low_ns,bucket_high_ns,count\na,,2000000000,1,2,3\n", "skew.csv:2:3: error GMP1004: column 'p' '2000000000' is more than 1023")]
    [TestCase("latency.csv", "scenario,point,bucket_low_ns,bucket_high_ns,count\na,,2,1,3\n", "latency.csv:2:4: error GMP1004: column 'bucket_high_ns' is not above bucket_low_ns")]
    [TestCase("latency.csv", "scenario,point,bucket_low_ns,bucket_high_ns,count\na,,1,2,0\n", "latency.csv:2:5: error GMP1004: column 'count' is 0: only filled buckets have a row")]
    [TestCase("latency.csv", "time,size\n1,2\n", "latency.csv:1:1: error GMP1003: the columns are those of none of ")]
    [TestCase("latency.csv", "", "latency.csv:1:1: error GMP1003: ")]
    public void A_broken_table_is_a_diagnostic_with_its_place(string file, string content, string message)
    {
        File.WriteAllText(Path.Combine(Folder, file), content);
        Assert.That(() => TableReader.ReadFolder(Folder), Throws.TypeOf<TableException>().With.Message.StartsWith(Path.Combine(Folder, message)));
    }

    [Test]
    public void AFolder_without_tables_is_a_diagnostic() =>
        Assert.That(() => TableReader.ReadFolder(Folder), Throws.TypeOf<TableException>().With.Message.Contains("GMP1002"));

    [Test]
    public void A_manifest_that_lacks_a_part_is_a_diagnostic_and_no_crash()
    {
        File.WriteAllText(Path.Combine(Folder, "manifest.json"), "{ \"format\": 1, \"title\": null }");
        Assert.That(() => ManifestFile.Read(Folder), Throws.TypeOf<TableException>().With.Message.Contains("GMP1005"));
    }

    [Test]
    public void A_broken_manifest_is_a_diagnostic_with_its_place()
    {
        File.WriteAllText(Path.Combine(Folder, "manifest.json"), "{\n  \"format\": [}");
        Assert.That(() => ManifestFile.Read(Folder), Throws.TypeOf<TableException>().With.Message.Contains("manifest.json:2:"));
    }

    private static BatchResult Batch() => TestBatch.Of(
        TestBatch.Scenario(
            "a",
            TestBatch.Point(
                [("gomaxprocs", "4"), ("netpoller", "shared")],
                TestBatch.Run(10.25, [1234567, 89], [[77], []], [("running", 7), ("queue", 5)]),
                TestBatch.Run(1.0 / 3, [4]))),
        TestBatch.Scenario("b", TestBatch.Point([("netpoller", "{a: 1; b}"), ("gomaxprocs", "2")], TestBatch.Run(3))));
}
