using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>The whole scenario file: every key with its value, default and meaning.</summary>
internal static class ScenarioShapes
{
    /// <summary>Sections of a scenario that make up a point: what may be defaulted, overridden and swept.</summary>
    private static readonly KeyShape[] s_pointKeys =
    [
        new("machine", MachineShapes.Machine, "The machine: the name of one of `machines` or of a built-in profile, or a mapping like an entry of `machines`.") { Default = "generic-x86" },
        new("os", OsShapes.Os, "The operating system around the server."),
        new("runtime", RuntimeShapes.Runtime, "The Go runtime. Not for the server kinds `epoll-threads` and `accept-threads`."),
        new("cluster", ClusterShapes.Cluster, "The server as a group of replicas behind a load balancer, each on a machine of its own: `machine`, `os` and `runtime` are those of each replica."),
        new("workload", WorkloadShapes.Workload, "What is served, and who asks.") { IsRequired = true },
        new("programs", ProgramShapes.Programs, "Goroutine programs of this scenario; they go before the file's programs of the same name."),
        new("run", RunShapes.Run, "How long, how often, from which seed."),
    ];

    /// <summary>The keys of a point as one mapping.</summary>
    public static MappingShape Point { get; } = new("the scenario", s_pointKeys);

    /// <summary>One entry of <c>scenarios</c>.</summary>
    public static MappingShape Scenario { get; } = new("the scenario",
    [
        Value("about", new TextValue(), "A paragraph for the reader of the results.", ""),
        Value("source", new TextValue(), "Where the experiment comes from.", ""),
        .. s_pointKeys,
        new("sweep", RunShapes.Sweep, "Keys to vary, each with the list of its values: the points are their cross product."),
        new("plots", RunShapes.Plots, "Plots to draw; the default set without this key."),
        new("expect", RunShapes.Expect, "Claims to be held against the results."),
        new("checks", RunShapes.Checks, "Figures that `calibrate` holds against real runs of the scenario; without effect on `run`."),
    ]);

    /// <summary>The file.</summary>
    public static MappingShape File { get; } = new(
        "the file",
        Required("gmpsim", new FormatVersionValue(), "Version of the format: 1."),
        Value("title", new TextValue(), "Title of the file, for reports.", ""),
        new("values", new MappingShape("'values'") { Open = new OpenKeys(new NameValue("a value"), new AnyShape(), "A value for scenarios to refer to by its anchor.") }, "Values that several scenarios refer to by their anchors, so that they are said in one place; without effect by itself."),
        new("defaults", Scenario, "Merged beneath every scenario, mapping by mapping; a list or value of the scenario replaces the one here."),
        new("machines", MachineShapes.Machines, "Named variants of machine profiles."),
        new("programs", ProgramShapes.Programs, "Goroutine programs shared by the scenarios."),
        new("scenarios", new MappingShape("'scenarios'") { NeedsEntry = true, Open = new OpenKeys(new NameValue("a scenario"), Scenario, "A scenario by its name.") }, "The scenarios by name.") { IsRequired = true });
}
