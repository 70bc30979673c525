namespace GmpSim.Tests.Unit.Reports;

/// <summary>Tests that write files: each has an empty folder of its own, gone afterwards.</summary>
internal abstract class FolderTests
{
    private protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("gmpsim-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);
}
