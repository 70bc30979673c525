using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class AtomicFileTests : FolderTests
{
    [Test]
    public void While_a_file_is_written_readers_see_the_old_one()
    {
        var path = Path.Combine(Folder, "sub", "table.csv");
        AtomicFile.Write(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.WriteByte((byte)'n');
            stream.Flush();
            Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        });
        Assert.That(File.ReadAllText(path), Is.EqualTo("n"));
    }

    [Test]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(Folder, "table.csv");
        AtomicFile.Write(path, "old");
        Assert.That(() => AtomicFile.Write(path, _ => throw new IOException("disk full")), Throws.TypeOf<IOException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(Folder), Has.Length.EqualTo(1));
    }
}
