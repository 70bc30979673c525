using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Resolves the machine of a scenario: an entry of <c>machines</c>, a built-in profile, a profile file.</summary>
internal sealed class MachineReader(ReadContext context, SourceMapping? machines)
{
    private const int MostCores = 512;
    private const string Ideal = "ideal"; // a queueing model, which no measured cost has a place in

    private static readonly string[] s_topologyKeys = ["cores", "sockets", "llcs_per_socket", "cores_per_llc", "threads_per_core", "numa_nodes_per_socket"];

    private readonly List<string> _open = [];
    private readonly HashSet<string> _circle = context.MachineCircles;

    /// <summary>Checks every entry of <c>machines</c>, used or not.</summary>
    public void CheckAll()
    {
        foreach (var (key, value) in machines?.Entries ?? []) Named(key.Text, value.Span);
        context.UsedMachines.Clear();
        foreach (var (_, value) in machines?.Entries ?? [])
        {
            if (((value as SourceMapping)?.Value("base") as SourceScalar)?.Text is { } name) context.UsedMachines.Add(name);
        }
    }

    /// <summary>The machine that a node describes; <see langword="null"/> where a problem prevents it.</summary>
    public MachineSpec? Read(SourceNode? node, SourceSpan fallback)
    {
        var section = Section.Of(node ?? new SourceScalar(fallback, "generic-x86", isPlain: false), MachineShapes.Machine, fallback);
        return Below(section) is { } below ? WithChanges(section, below) : null;
    }

    private MachineSpec? Below(Section section)
    {
        if (section.Has("base")) return Named(section.Value<string>("base"), section.SpanOf("base"));
        if (!section.Has("profile")) return Named("generic-x86", section.Span);

        if (context.MachineFile is { } file) return FromCommandLine(file);
        var given = section.Value<string>("profile");
        var span = section.SpanOf("profile");
        var path = span.Source.Name.StartsWith("--", StringComparison.Ordinal) ? given : context.Located(given);
        return Spec(context.Profiles.FromFile(path, span), given);
    }

    private MachineSpec? Named(string name, SourceSpan span)
    {
        if (machines?.Value(name) is not { } entry) return BuiltIn(name, span);
        context.UsedMachines.Add(name);
        if (context.BrokenMachines.Contains(name)) return null;

        // A machine may share its name with the profile that it is a variant of.
        if (_open.Count > 0 && _open[^1] == name && ProfileReader.Names.Contains(name)) return BuiltIn(name, span);
        if (_open.Contains(name))
        {
            // A circle is one mistake, whichever of its machines one begins with.
            if (_circle.Contains(name)) return null;
            _circle.UnionWith(_open);
            context.Problems.Error(Codes.MachineCycle, span, $"machine '{name}' is based on itself: {string.Join(" → ", _open.SkipWhile(open => open != name).Append(name))}");
            return null;
        }

        _open.Add(name);
        var spec = Read(entry, span);
        _open.RemoveAt(_open.Count - 1);
        return spec;
    }

    private MachineSpec? BuiltIn(string name, SourceSpan span)
    {
        if (!ProfileReader.Names.Contains(name))
        {
            var names = (machines?.Entries.Select(entry => entry.Key.Text) ?? []).Concat(ProfileReader.Names);
            context.Problems.Error(Codes.UnknownMachine, span, $"no machine {Readable.Quoted(name)} in 'machines' or among the built-in profiles", Nearest.To(name, names));
            return null;
        }

        return context.MachineFile is { } file && name != Ideal ? FromCommandLine(file) : Spec(context.Profiles.BuiltIn(name), name);
    }

    /// <summary>The machine that the command line puts in the place of profiles. What the scenario says of the machine beyond that, its cores above all, stays.</summary>
    private MachineSpec? FromCommandLine(string file) => Spec(context.Profiles.FromFile(file, SourceSpan.OfOption("--machine", file)), file);

    internal static MachineSpec? Spec(MachineProfile? profile, string name) => profile is null
        ? null
        : new MachineSpec(name, profile.Sockets, profile.LlcsPerSocket, profile.CoresPerLlc, profile.ThreadsPerCore, profile.Costs)
        {
            NumaNodesPerSocket = profile.NumaNodesPerSocket,
            TopologySource = profile.TopologySource,
            Traits = profile.Traits,
        };

    private MachineSpec? WithChanges(Section section, MachineSpec below)
    {
        var costs = below.Costs;
        if (section.Node("costs") is { } changes)
        {
            var changed = new SortedDictionary<string, CostEntry>(StringComparer.Ordinal);
            foreach (var (key, entry) in below.Costs) changed[key] = entry;
            context.Profiles.AddCosts(changes, changed, isRoot: false, sourceOfBare: "set by the scenario file");
            costs = changed;
        }

        var traits = new SortedDictionary<string, TraitEntry>(StringComparer.Ordinal);
        foreach (var (key, entry) in below.Traits) traits[key] = entry;
        ProfileReader.AddTraits(section.Sub("traits"), traits, sourceOfBare: "set by the scenario file");
        if (!CacheGeometry.Check(section.Sub("traits"), traits, context.Problems)) return null;
        return Checked(section, WithTopology(section, below) with { Costs = costs, Traits = traits });
    }

    private static MachineSpec WithTopology(Section section, MachineSpec below)
    {
        var machine = section.Has("cores")
            ? below with { Sockets = 1, LlcsPerSocket = 1, CoresPerLlc = section.Value<int>("cores"), NumaNodesPerSocket = 1 }
            : below with
            {
                Sockets = section.Value("sockets", below.Sockets),
                LlcsPerSocket = section.Value("llcs_per_socket", below.LlcsPerSocket),
                CoresPerLlc = section.Value("cores_per_llc", below.CoresPerLlc),
                NumaNodesPerSocket = section.Value("numa_nodes_per_socket", below.NumaNodesPerSocket),
            };
        machine = machine with { ThreadsPerCore = section.Value("threads_per_core", below.ThreadsPerCore) };
        var isChanged = s_topologyKeys.Any(section.Has);
        return isChanged ? machine with { TopologySource = "set by the scenario file" } : machine;
    }

    private MachineSpec? Checked(Section section, MachineSpec machine)
    {
        if (machine.Cores > MostCores)
        {
            context.Problems.Error(Codes.OutOfRange, section.Span, $"the machine has {machine.Cores} cores ({machine.Sockets} x {machine.LlcsPerSocket} x {machine.CoresPerLlc}); at most {MostCores} are modelled");
            return null;
        }

        if (machine.LlcsPerSocket % machine.NumaNodesPerSocket == 0) return machine;
        context.Problems.Error(
            Codes.ParametersContradict,
            section.SpanOf("numa_nodes_per_socket"),
            $"{machine.LlcsPerSocket} last-level caches of a socket cannot be dealt evenly to {machine.NumaNodesPerSocket} NUMA nodes");
        return null;
    }
}
