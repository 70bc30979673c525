using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>What a cache line costs, by who had it last.</summary>
public sealed class CacheLineTests
{
    private static readonly SimDuration Rmw = Ns(5);

    private static readonly SimDuration[] Transfers = [Ns(0), Ns(10), Ns(20), Ns(50), Ns(150)];

    [Test]
    public void Its_owner_pays_for_the_operation_alone()
    {
        var line = NewHardware().NewLine();
        line.Write(3, SimTime.Zero);

        Assert.That(line.Write(3, SimTime.Zero), Is.EqualTo(Rmw));
    }

    // Two sockets of two last-level caches of two cores of two threads: CPUs 0..15.
    [TestCase(1, CoreDistance.Sibling)]
    [TestCase(2, CoreDistance.SameLlc)]
    [TestCase(5, CoreDistance.SameSocket)]
    [TestCase(9, CoreDistance.OtherSocket)]
    public void Taking_it_from_another_core_costs_the_distance(int cpu, CoreDistance distance)
    {
        var hardware = NewHardware();
        var line = hardware.NewLine();
        line.Write(0, SimTime.Zero);

        Assert.That(hardware.Topology.Distance(cpu, 0), Is.EqualTo(distance));
        Assert.That(line.Write(cpu, SimTime.Zero), Is.EqualTo(Transfers[(int)distance] + Rmw));
        Assert.That(hardware.LineTransfers, Is.EqualTo(1));
    }

    [Test]
    public void Cores_that_want_it_at_once_get_it_one_after_another()
    {
        var line = NewHardware(new(1, 1, 9, 1)).NewLine();
        line.Write(0, SimTime.Zero);

        for (var k = 1; k <= 8; k++) Assert.That(line.Write(k, SimTime.Zero), Is.EqualTo((Ns(20) * k) + Rmw), $"core {k} waits for {k} transfers");
    }

    [Test]
    public void A_reader_pays_once_and_then_shares_it()
    {
        var line = NewHardware().NewLine();
        line.Write(0, SimTime.Zero);

        Assert.That(line.Read(2, SimTime.Zero), Is.EqualTo(Ns(20)));
        Assert.That(line.Read(2, SimTime.Zero), Is.EqualTo(Ns(0)));
        Assert.That(line.Read(0, SimTime.Zero), Is.EqualTo(Ns(0)), "the owner reads what it has");
    }

    [Test]
    public void A_write_to_a_shared_line_waits_for_the_farthest_sharer()
    {
        var line = NewHardware().NewLine();
        line.Write(0, SimTime.Zero);
        line.Read(2, SimTime.Zero);
        line.Read(9, SimTime.Zero);
        var quiet = SimTime.Zero + Ns(1000);

        Assert.That(line.Write(0, quiet), Is.EqualTo(Ns(150) + Rmw), "its owner upgrades");
        Assert.That(line.Read(2, quiet + Ns(1000)), Is.EqualTo(Ns(20)), "the sharers have lost it");
    }

    [Test]
    public void A_lock_is_handed_over_at_the_end_of_its_section_and_the_line_follows()
    {
        var line = NewHardware().NewLine();

        Assert.That(line.Lock(0, SimTime.Zero, Ns(100)), Is.EqualTo(Rmw + Ns(100)));
        Assert.That(line.Lock(2, SimTime.Zero + Ns(45), Ns(100)), Is.EqualTo(Ns(60) + Ns(20) + Rmw + Ns(100)), "60 ns until it is free");
    }

    private static SimDuration Ns(long value) => SimDuration.FromNanoseconds(value);

    private static Hardware NewHardware(MachineTopology? topology = null) => new Stage(
        topology: topology ?? new(2, 2, 2, 2),
        costs: free => free with { RmwLocal = Rmw, TransferSibling = Transfers[1], TransferLlc = Transfers[2], TransferSocket = Transfers[3], TransferOtherSocket = Transfers[4] }).Host.Hardware;

    [TestCase(0, 105, "the node that touched the line first")]
    [TestCase(2, 120, "another node of its socket")]
    [TestCase(4, 190, "another socket")]
    public void Memory_is_farther_in_another_NUMA_node_and_farthest_in_another_socket(int reader, int ns, string where)
    {
        // Two sockets of two nodes of a last-level cache of two cores each: CPUs 0 and 1 are a node, so are 2 and 3.
        var hardware = new Stage(
            topology: new MachineTopology(2, 2, 2, 1) { NumaNodesPerSocket = 2 },
            costs: c => c with { Memory = SimDuration.FromNanoseconds(105), MemorySocket = SimDuration.FromNanoseconds(120), MemoryRemote = SimDuration.FromNanoseconds(190) }).Host.Hardware;

        Assert.That(hardware.MemoryCost(reader, hardware.NodeOf(0)), Is.EqualTo(SimDuration.FromNanoseconds(ns)), where);
    }
}
