using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>Descriptors of a process (fs/file.c).</summary>
public sealed class DescriptorTableTests
{
    private readonly Stage _stage = new();

    [Test]
    public void The_lowest_free_number_is_given_out_first()
    {
        var table = new DescriptorTable();
        var files = Enumerable.Range(0, 200).Select(_ => new EventFd(_stage.Host)).ToArray();
        foreach (var file in files) table.TryOpen(file);
        Assert.That(files.Select(file => file.Descriptor), Is.EqualTo(Enumerable.Range(3, 200)), "0, 1 and 2 are open from the start");

        table.Close(files[150]);
        table.Close(files[4]);
        table.TryOpen(files[150]);
        Assert.That(files[150].Descriptor, Is.EqualTo(7));
        Assert.That((table.Open, table.MostOpen), Is.EqualTo((202, 203)));
    }

    [Test]
    public void At_the_limit_nothing_opens_until_something_is_closed()
    {
        var table = new DescriptorTable { Limit = 8 };
        table.Reserve(2);
        var files = Enumerable.Range(0, 4).Select(_ => new EventFd(_stage.Host)).ToArray();
        Assert.That(files.Select(table.TryOpen), Is.EqualTo(new[] { true, true, true, false }));
        Assert.That(table.HasRoom(), Is.False);
        Assert.That(table.Refused, Is.EqualTo(2));

        table.Close(files[0]);
        Assert.That(table.TryOpen(files[3]), Is.True);
        Assert.That(files[3].Descriptor, Is.EqualTo(5));
    }

    [Test]
    public void A_file_that_is_not_open_cannot_be_closed()
    {
        var table = new DescriptorTable();
        var file = new EventFd(_stage.Host);
        table.TryOpen(file);
        table.Close(file);
        Assert.That(() => table.Close(file), Throws.InvalidOperationException.With.Message.Contains("EBADF"));
    }
}
