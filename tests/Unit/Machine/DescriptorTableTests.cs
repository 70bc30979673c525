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

    [TestCase(60, 64)]
    [TestCase(61, 128, Description = "0, 1 and 2 are open from the start")]
    [TestCase(1000, 1024)]
    public void The_table_has_64_places_and_doubles_when_it_is_full(int files, int capacity)
    {
        var table = new DescriptorTable();
        for (var file = 0; file < files; file++)
        {
            Assert.That(table.IsFull, Is.EqualTo(file + 3 == table.Capacity));
            if (table.IsFull) table.Enlarge();
            table.TryOpen(new EventFd(_stage.Host));
        }

        table.TryOpen(new EventFd(_stage.Host));
        Assert.That(table.Capacity, Is.EqualTo(capacity));
    }

    [Test]
    public void At_the_limit_a_full_table_is_not_enlarged()
    {
        var table = new DescriptorTable { Limit = 64 };
        table.Reserve(61);

        Assert.That((table.IsFull, table.HasRoom()), Is.EqualTo((false, false)));
    }

    [Test]
    public void Threads_of_a_process_take_numbers_one_after_another_and_other_processes_do_not_wait()
    {
        var stage = new Stage(3, free => free with { DescriptorLock = Stage.Us(5) });
        var elsewhere = new ProcessAccount();
        foreach (var account in new[] { stage.Account, stage.Account, elsewhere })
        {
            stage.Host.NewThread("t", account, CpuSet.All(3)).Start(async self =>
            {
                self.TryOpen(new EventFd(stage.Host));
                await self.Settle();
                stage.Note(ReferenceEquals(account, elsewhere) ? "other process" : "open");
            }, default, near: null);
        }

        stage.Run();

        Assert.That(stage.Log, Is.EqualTo(new[] { "5us open", "5us other process", "10us open" }));
    }
}
