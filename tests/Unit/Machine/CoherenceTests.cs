using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What a cache line costs by the state it is in: MESI and MOESI, on two sockets of two last-level caches of two cores of two threads, CPUs 0 to 15.</summary>
public sealed class CoherenceTests
{
    private static readonly SimDuration Rmw = Ns(5);

    // Neighbours by distance from CPU 0: 1 its sibling, 2 and 3 under its last-level cache, 4 to 7 in its socket, 8 to 15 in the other.
    [Test]
    public void The_first_touch_comes_from_memory_of_the_own_socket()
    {
        var hardware = NewHardware();

        Assert.That(hardware.NewLine().Read(3, SimTime.Zero), Is.EqualTo(Ns(105)));
        Assert.That(hardware.NewLine().Write(12, SimTime.Zero), Is.EqualTo(Ns(105) + Rmw));
        Assert.That(hardware.MemoryReads, Is.EqualTo(2));
        Assert.That(hardware.LineTransfers, Is.Zero, "nobody else had them");
    }

    [TestCase(CoherenceProtocol.Mesi)]
    [TestCase(CoherenceProtocol.Moesi)]
    public void Who_has_read_a_line_alone_writes_it_without_asking(CoherenceProtocol protocol)
    {
        var line = NewHardware(protocol).NewLine();
        line.Read(0, SimTime.Zero);

        Assert.That(line.Write(0, Quiet(1)), Is.EqualTo(Rmw), "exclusive becomes modified");
    }

    [TestCase(CoherenceProtocol.Mesi)]
    [TestCase(CoherenceProtocol.Moesi)]
    public void Read_then_write_pays_twice_and_write_alone_once(CoherenceProtocol protocol)
    {
        var hardware = NewHardware(protocol);
        var (careful, direct) = (hardware.NewLine(), hardware.NewLine());
        careful.Write(0, SimTime.Zero);
        direct.Write(0, SimTime.Zero);

        Assert.That(careful.Read(2, Quiet(1)), Is.EqualTo(Ns(20)));
        Assert.That(careful.Write(2, Quiet(2)), Is.EqualTo(Ns(18) + Rmw), "an upgrade is 90 % of a transfer");
        Assert.That(direct.Write(2, Quiet(1)), Is.EqualTo(Ns(20) + Rmw), "read for ownership");
    }

    [Test]
    public void In_moesi_the_owner_of_a_modified_line_supplies_every_reader()
    {
        var line = NewHardware(CoherenceProtocol.Moesi).NewLine();
        line.Write(0, SimTime.Zero);

        Assert.That(line.Read(4, Quiet(1)), Is.EqualTo(Ns(50)));
        Assert.That(line.Read(6, Quiet(2)), Is.EqualTo(Ns(50)), "although CPU 4 under its own cache has it");
    }

    [Test]
    public void In_mesi_the_last_level_cache_supplies_the_readers_below_it()
    {
        var hardware = NewHardware(CoherenceProtocol.Mesi);
        var line = hardware.NewLine();
        line.Write(0, SimTime.Zero);

        Assert.That(line.Read(4, Quiet(1)), Is.EqualTo(Ns(50)), "from the core that wrote it");
        Assert.That(line.Read(6, Quiet(2)), Is.EqualTo(Ns(15)), "CPU 4 has brought it below this cache");
        Assert.That(line.Read(2, Quiet(3)), Is.EqualTo(Ns(15)), "written back when it was read");
        Assert.That(line.Read(8, Quiet(4)), Is.EqualTo(Ns(150)), "from the nearest who has it");
        Assert.That(hardware.LlcHits, Is.EqualTo(2));
        Assert.That(hardware.TransfersOver(CoreDistance.SameSocket), Is.EqualTo(1));
        Assert.That(hardware.TransfersOver(CoreDistance.OtherSocket), Is.EqualTo(1));
    }

    [TestCase(2, 18, TestName = "Telling a core under the same cache to give it up")]
    [TestCase(4, 45, TestName = "Telling one under another cache")]
    [TestCase(8, 135, TestName = "Telling one in another socket")]
    public void An_upgrade_costs_by_the_distance_of_the_farthest_sharer(int reader, int cost)
    {
        var line = NewHardware().NewLine();
        line.Write(0, SimTime.Zero);
        line.Read(reader, Quiet(1));

        Assert.That(line.Write(0, Quiet(2)), Is.EqualTo(Ns(cost) + Rmw));
    }

    [Test]
    public void Every_further_sharer_adds_a_little_to_a_write()
    {
        var line = NewHardware().NewLine();
        line.Write(0, SimTime.Zero);
        foreach (var reader in new[] { 1, 2, 3, 4, 5, 8, 15 }) line.Read(reader, Quiet(reader));

        Assert.That(line.Write(0, Quiet(20)), Is.EqualTo(Ns(135 + 6) + Rmw), "seven sharers, the farthest in the other socket");
        Assert.That(line.Write(0, Quiet(21)), Is.EqualTo(Rmw), "it is alone again");
    }

    // Published one-way latencies are half of a round trip in which two cores take the line from each other.
    [TestCase(1, 10)]
    [TestCase(2, 20)]
    [TestCase(4, 50)]
    [TestCase(8, 150)]
    public void Two_cores_that_play_ping_pong_pay_the_transfer_each_way(int partner, int oneWay)
    {
        var line = NewHardware().NewLine();
        line.Write(0, SimTime.Zero);
        var now = Quiet(1);
        var begin = now;
        for (var round = 0; round < 100; round++)
        {
            now += line.Write(partner, now);
            now += line.Write(0, now);
        }

        Assert.That(now - begin, Is.EqualTo((Ns(oneWay) + Rmw) * 200));
    }

    [Test]
    public void Readers_do_not_keep_each_other_waiting_as_long_as_writers_do()
    {
        var hardware = NewHardware();
        var line = hardware.NewLine();
        line.Write(0, SimTime.Zero);

        Assert.That(line.Read(4, Quiet(1)), Is.EqualTo(Ns(50)));
        Assert.That(line.Read(5, Quiet(1)), Is.EqualTo(Ns(15 + 50)), "0.3 of the first one's transfer");
        Assert.That(line.Read(6, Quiet(1)), Is.EqualTo(Ns(30 + 50)));
    }

    [Test]
    public void A_core_whose_clock_is_behind_does_not_wait_for_one_that_is_ahead()
    {
        var line = NewHardware().NewLine();
        line.Write(0, SimTime.Zero);
        line.Write(2, Quiet(9)); // a thread that owes 9 µs

        Assert.That(line.Write(4, Quiet(1)), Is.EqualTo(Ns(50) + Rmw));
        Assert.That(line.Write(0, Quiet(1)), Is.EqualTo(Ns(50 + 50) + Rmw), "but for those of its own time");
    }

    [Test]
    public void It_keeps_apart_512_logical_cpus()
    {
        var line = NewHardware(topology: new(8, 4, 8, 2)).NewLine();
        line.Write(511, SimTime.Zero);
        for (var reader = 0; reader < 511; reader++) Assert.That(line.Read(reader, Quiet(1 + reader)), Is.GreaterThan(SimDuration.Zero), $"CPU {reader} has no copy yet");
        for (var reader = 0; reader < 512; reader++) Assert.That(line.Read(reader, Quiet(600)), Is.EqualTo(SimDuration.Zero), $"CPU {reader} has one now");

        Assert.That(line.Write(300, Quiet(700)), Is.EqualTo(Ns(135 + 510) + Rmw), "511 others");
        Assert.That(line.Read(64, Quiet(800)), Is.EqualTo(Ns(150)), "they have lost it");
    }

    private static SimTime Quiet(int us) => SimTime.Zero + SimDuration.FromMicroseconds(us);

    private static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    private static Hardware NewHardware(CoherenceProtocol protocol = CoherenceProtocol.Moesi, MachineTopology? topology = null) => new Stage(
        topology: topology ?? new(2, 2, 2, 2),
        setup: usual => usual with
        {
            Costs = usual.Costs with
            {
                RmwLocal = Rmw,
                TransferSibling = Ns(10),
                TransferLlc = Ns(20),
                TransferSocket = Ns(50),
                TransferOtherSocket = Ns(150),
                InvalidateSharer = Ns(1),
                L3Hit = Ns(15),
                Memory = Ns(105),
                MemoryRemote = Ns(190),
            },
            Traits = new() { Coherence = protocol, UpgradePercent = 90 },
        }).Host.Hardware;
}
