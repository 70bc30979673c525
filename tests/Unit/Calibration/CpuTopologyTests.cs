using GmpSim.Calibration.Measuring;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Calibration;

public sealed class CpuTopologyTests
{
    private string _root = "";

    [SetUp]
    public void Make_a_sysfs() => _root = Directory.CreateTempSubdirectory("gmpsim-sysfs").FullName;

    [TearDown]
    public void Remove_it() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Two_sockets_of_two_cores_with_siblings_have_all_distances()
    {
        for (var cpu = 0; cpu < 8; cpu++) Cpu(cpu, socket: cpu / 4, core: cpu / 2 % 2, llc: $"{cpu / 2 * 2}-{(cpu / 2 * 2) + 1}");

        var topology = CpuTopology.Read(Enumerable.Range(0, 8), _root);

        Assert.That((topology.Sockets, topology.LlcsPerSocket, topology.CoresPerLlc, topology.ThreadsPerCore), Is.EqualTo((2, 2, 1, 2)));
        Assert.That(topology.Distance(0, 0), Is.EqualTo(CoreDistance.Same));
        Assert.That(topology.Distance(0, 1), Is.EqualTo(CoreDistance.Sibling));
        Assert.That(topology.Distance(0, 2), Is.EqualTo(CoreDistance.SameSocket));
        Assert.That(topology.Distance(0, 4), Is.EqualTo(CoreDistance.OtherSocket));
    }

    [Test]
    public void Without_sysfs_every_CPU_is_a_core_under_one_cache()
    {
        var topology = CpuTopology.Read([0, 1, 2], Path.Combine(_root, "nowhere"));

        Assert.That((topology.Sockets, topology.LlcsPerSocket, topology.CoresPerLlc, topology.ThreadsPerCore), Is.EqualTo((1, 1, 3, 1)));
        Assert.That(topology.Distance(0, 2), Is.EqualTo(CoreDistance.SameLlc));
    }

    [Test]
    public void Steal_is_the_eighth_column_and_guest_time_is_not_counted_twice()
    {
        var before = StealClock.Of("cpu  100 0 100 700 0 0 0 100 50 0");
        var after = StealClock.Of("cpu  150 0 150 750 0 0 0 150 99 0");

        Assert.That(after.StolenShareSince(before), Is.EqualTo(0.25).Within(1e-9));
        Assert.That(after.BusyShareSince(before), Is.EqualTo(0.5).Within(1e-9));
    }

    private void Cpu(int cpu, int socket, int core, string llc)
    {
        var folder = Path.Combine(_root, $"cpu{cpu}");
        Directory.CreateDirectory(Path.Combine(folder, "topology"));
        Directory.CreateDirectory(Path.Combine(folder, "cache", "index3"));
        File.WriteAllText(Path.Combine(folder, "topology", "physical_package_id"), $"{socket}\n");
        File.WriteAllText(Path.Combine(folder, "topology", "core_id"), $"{core}\n");
        File.WriteAllText(Path.Combine(folder, "cache", "index3", "level"), "3\n");
        File.WriteAllText(Path.Combine(folder, "cache", "index3", "shared_cpu_list"), $"{llc}\n");
    }
}
