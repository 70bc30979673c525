using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>Machines and their profiles.</summary>
internal static class MachineShapes
{
    private static readonly DurationValue s_cost = new(SimDuration.Zero, SimDuration.FromSeconds(1), "100ns");

    private static readonly KeyShape[] s_topologyKeys =
    [
        Value("sockets", new CountValue(1, 8), "CPU sockets."),
        Value("llcs_per_socket", new CountValue(1, 64), "Last-level caches per socket."),
        Value("cores_per_llc", new CountValue(1, 512), "Physical cores that share a last-level cache."),
        Value("threads_per_core", new CountValue(1, 2), "Hardware threads per core."),
    ];

    private static readonly KeyShape s_numaKey = Value("numa_nodes_per_socket", new CountValue(1, 8), "NUMA nodes per socket; they share its last-level caches evenly.");

    private static readonly MappingShape s_costEntry = new(
        "the cost",
        Required("value", s_cost, "How long it takes."),
        Required("source", new TextValue("the source of a cost", mayBeEmpty: false), "Where the value comes from."),
        Value("low", s_cost, "Lower end of the 95 % interval of a value that was measured."),
        Value("high", s_cost, "Upper end of the 95 % interval of a value that was measured."),
        Value("blocks", new CountValue(1, int.MaxValue), "Blocks of measurements that the value rests on.")) { IsReplacedWhole = true };

    private static readonly OpenKeys s_costKeys = new(
        new TextValue("a cost key", mayBeEmpty: false),
        new EitherShape("the cost", new ValueShape(s_cost), s_costEntry) { ShortFor = "value" },
        "A cost by its dotted key, for example `kernel.syscall`: a duration, or value and source.");

    /// <summary>The costs of a machine.</summary>
    public static MappingShape Costs { get; } = new("'costs'") { Open = s_costKeys };

    /// <summary>The traits of a machine.</summary>
    public static MappingShape Traits { get; } = new("'traits'", [.. MachineTraits.All.Select(trait => new KeyShape(trait.Key, TraitShape(trait), trait.About))]);

    private static readonly MappingShape s_machine = new(
        "the machine",
    [
        Value("base", new NameValue("a machine"), "The machine or built-in profile that this one is a variant of."),
        Value("profile", new TextValue("a path", mayBeEmpty: false), "Path of a profile file, relative to the scenario file."),
        Value("cores", new CountValue(1, 512), "Physical cores on one socket with one last-level cache; instead of the topology keys."),
        .. s_topologyKeys,
        s_numaKey,
        new("costs", Costs, "Costs that differ from the base."),
        new("traits", Traits, "Sizes, shares and kinds that differ from the base."),
    ]) { IsReplacedWhole = true, Exclusive = [["base", "profile"], ["cores", "sockets"], ["cores", "llcs_per_socket"], ["cores", "cores_per_llc"], ["cores", "numa_nodes_per_socket"]] };

    /// <summary>The value of <c>machine</c>.</summary>
    public static EitherShape Machine { get; } = new("'machine'", new ValueShape(new NameValue("a machine")), s_machine) { ShortFor = "base" };

    /// <summary>The <c>machines</c> section.</summary>
    public static MappingShape Machines { get; } = new("'machines'") { Open = new OpenKeys(new NameValue("a machine"), s_machine, "A machine by its name.") };

    /// <summary>A profile file.</summary>
    public static MappingShape Profile { get; } = new(
        "the profile",
        Required("profile", new NameValue("a profile"), "Name of the profile."),
        Value("about", new TextValue(), "What the profile describes.", ""),
        Value("base", new NameValue("a profile"), "Built-in profile that this one completes."),
        new("topology", new MappingShape("'topology'", [.. s_topologyKeys, s_numaKey, Value("source", new TextValue("the source of a topology", mayBeEmpty: false), "Where the topology comes from.")]), "Sockets, caches, cores."),
        new("all_costs", s_costEntry, "One value for every cost that is not listed."),
        new("costs", Costs, "Costs by key."),
        new("traits", Traits, "Sizes, shares and kinds by key."));

    private static EitherShape TraitShape(MachineTrait trait) => new(
        "the trait",
        new ValueShape(trait.Kind),
        new MappingShape(
            "the trait",
            Required("value", trait.Kind, "What it is."),
            Required("source", new TextValue("the source of a trait", mayBeEmpty: false), "Where the value comes from.")) { IsReplacedWhole = true }) { ShortFor = "value" };
}
