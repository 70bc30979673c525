using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class MachineProfileTests
{
    private static IEnumerable<string> Profiles => BuiltInMachines.Names;

    /// <summary>Profiles of machines that one can buy or rent.</summary>
    private static IEnumerable<string> RealMachines => Profiles.Except(["ideal", "generic-x86"]);

    [Test]
    public void There_is_a_profile_for_a_server_of_each_maker_and_for_a_laptop() =>
        Assert.That(Profiles, Is.EqualTo(new[] { "epyc-9654", "generic-x86", "graviton3", "ideal", "ryzen-7840u", "xeon-8480" }));

    [TestCaseSource(nameof(Profiles))]
    public void Every_number_has_a_source_and_says_when_it_is_assumed(string name)
    {
        foreach (var (key, source) in Sources(BuiltInMachines.Read(name)))
        {
            Assert.That(source, Does.Not.StartWith("profile ").And.Not.StartWith("set by"), $"{key} has no source of its own");
            Assert.That(source, Has.Length.GreaterThan(15), $"{key}: a source names what was read or measured, or why the value is assumed");
            if (source.Contains("prior", StringComparison.Ordinal)) Assert.That(source, Does.StartWith("assumed"), key);
        }
    }

    [TestCaseSource(nameof(Profiles))]
    public void A_profile_gives_every_trait(string name) =>
        Assert.That(BuiltInMachines.Read(name).Traits.Keys, Is.EquivalentTo(MachineTraits.All.Select(trait => trait.Key)));

    [TestCaseSource(nameof(Profiles))]
    public void A_line_costs_more_the_farther_away_it_is(string name)
    {
        if (name == "ideal") return;
        var costs = Costs(name);

        Assert.That(new[] { SimDuration.Zero, costs.RmwLocal, costs.TransferSibling, costs.TransferLlc, costs.TransferSocket, costs.TransferOtherSocket }, Is.Ordered.And.Unique);
    }

    [TestCaseSource(nameof(Profiles))]
    public void A_deeper_idle_state_takes_longer_to_leave_and_a_longer_pause_to_reach(string name)
    {
        var costs = Costs(name);

        Assert.That(new[] { costs.IdleExitShallow, costs.IdleExitMedium, costs.IdleExitDeep }, Is.Ordered);
        Assert.That(new[] { costs.IdleGapMedium, costs.IdleGapDeep }, Is.Ordered);
    }

    [TestCaseSource(nameof(Profiles))]
    public void A_cache_is_larger_than_those_above_it(string name)
    {
        var traits = MachineTraits.Of(BuiltInMachines.Read(name));

        Assert.That(new[] { 0, traits.LineBytes, traits.L1Bytes, traits.L2Bytes, traits.LlcBytes }, Is.Ordered.And.Unique);
    }

    [TestCaseSource(nameof(Profiles))]
    public void A_cache_answers_later_than_those_above_it_and_memory_last(string name)
    {
        if (name == "ideal") return;
        var costs = Costs(name);

        Assert.That(new[] { SimDuration.Zero, costs.L2Hit, costs.L3Hit, costs.Memory, costs.MemorySocket, costs.MemoryRemote }, Is.Ordered.And.Unique);
    }

    [TestCaseSource(nameof(RealMachines))]
    public void A_real_machine_has_its_own_lines_and_caches(string name)
    {
        var machine = BuiltInMachines.Read(name);
        var generic = BuiltInMachines.Read("generic-x86");

        foreach (var key in machine.Costs.Keys.Where(key => key.StartsWith("cache.", StringComparison.Ordinal) && key != "cache.invalidate_sharer"))
            Assert.That(machine.Costs[key].Source, Is.Not.EqualTo(generic.Costs[key].Source), key);
        foreach (var key in new[] { "coherence", "line_size", "l1_size", "l2_size", "llc_size" })
            Assert.That(machine.Traits[key].Source, Is.Not.EqualTo(generic.Traits[key].Source), key);
    }

    // Data sheets: dies times cores, threads, and the sum of the last-level caches.
    [TestCase("epyc-9654", 96, 192, 384)]
    [TestCase("xeon-8480", 112, 224, 210)]
    [TestCase("graviton3", 64, 64, 32)]
    [TestCase("ryzen-7840u", 8, 16, 16)]
    public void A_real_machine_has_the_cores_and_caches_of_its_data_sheet(string name, int cores, int logicalCpus, int llcMebibytes)
    {
        var machine = BuiltInMachines.Read(name);

        Assert.That(machine.Cores, Is.EqualTo(cores));
        Assert.That(machine.LogicalCpus, Is.EqualTo(logicalCpus));
        Assert.That((MachineTraits.Of(machine).LlcBytes * machine.Sockets * machine.LlcsPerSocket) >> 20, Is.EqualTo(llcMebibytes));
    }

    [Test]
    public void A_scenario_takes_a_profile_and_overrides_topology_costs_and_traits()
    {
        var machine = Given.Setup("machine: { base: epyc-9654, sockets: 2, numa_nodes_per_socket: 4, costs: { cache.transfer_llc: 30ns }, traits: { sibling_speed: 70%, l2_size: { value: 2MiB, source: \"a wish\" } } }").Machine;
        var traits = MachineTraits.Of(machine);

        Assert.That(machine.LogicalCpus, Is.EqualTo(384));
        Assert.That(machine.NumaNodesPerSocket, Is.EqualTo(4));
        Assert.That(machine.TopologySource, Is.EqualTo("set by the scenario file"));
        Assert.That(machine.Costs["cache.transfer_llc"].Value, Is.EqualTo(SimDuration.FromNanoseconds(30)));
        Assert.That(traits.SiblingSpeedPercent, Is.EqualTo(70));
        Assert.That(machine.Traits["sibling_speed"].Source, Is.EqualTo("set by the scenario file"));
        Assert.That(traits.L2Bytes, Is.EqualTo(2 << 20));
        Assert.That(machine.Traits["l2_size"].Source, Is.EqualTo("a wish"));
        Assert.That(traits.Coherence, Is.EqualTo(CoherenceProtocol.Moesi), "what is not overridden stays");
    }

    [TestCase("line_size: 100B", 4, 14, "error GMP0204: 'line_size': '100B' is not a power of two; did you mean '128B'?")]
    [TestCase("idle_spread: 400%", 4, 16, "error GMP0204: 'idle_spread': '400%' is out of range: 0% to 300%")]
    [TestCase("l1_size: 2MiB", 4, 12, "error GMP0405: the second-level cache of 1MiB is smaller than the first-level cache of 2MiB")]
    [TestCase("llc_size: 512KiB", 4, 13, "error GMP0405: the last-level cache of 512KiB is smaller than the second-level cache of 1MiB")]
    [TestCase("llc_size: { value: 1000KiB, source: sysfs }", 4, 13, "error GMP0405: the last-level cache of 1000KiB is smaller than the second-level cache of 1MiB")]
    public void A_profile_with_caches_that_no_machine_has_is_refused_where_they_stand(string trait, int line, int column, string message)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "impossible.yaml");
        File.WriteAllText(path, $"profile: impossible\nbase: generic-x86\ntraits:\n  {trait}\n");

        Assert.That(MachineFile.Read(path, "--machine", out var problems), Is.Null);

        Assert.That(problems.Single().Headline, Is.EqualTo($"{path}:{line}:{column}: {message}"));
    }

    [Test]
    public void Caches_of_one_size_are_no_contradiction() =>
        Assert.That(MachineTraits.Of(Given.Setup("machine: { base: generic-x86, traits: { l2_size: 1MiB, llc_size: 1MiB } }").Machine).LlcBytes, Is.EqualTo(1 << 20));

    [Test]
    public void NUMA_nodes_divide_the_last_level_caches_of_a_socket()
    {
        // Two sockets of four caches of two cores; two nodes a socket, so two caches or four CPUs a node.
        var topology = new MachineTopology(2, 4, 2, 1) { NumaNodesPerSocket = 2 };

        Assert.That(Enumerable.Range(0, 16).Select(topology.NodeOf), Is.EqualTo(new[] { 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3 }));
    }

    private static MachineCosts Costs(string name)
    {
        var machine = BuiltInMachines.Read(name);
        return MachineCosts.From(key => machine.Costs[key].Value);
    }

    private static IEnumerable<(string Key, string Source)> Sources(MachineSpec machine) =>
    [
        ("topology", machine.TopologySource),
        .. machine.Costs.Values.Select(cost => (cost.Key, cost.Source)),
        .. machine.Traits.Values.Select(trait => (trait.Key, trait.Source)),
    ];
}
