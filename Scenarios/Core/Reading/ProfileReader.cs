using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads machine profiles: the built-in ones and files.</summary>
internal sealed class ProfileReader(DiagnosticBag problems)
{
    /// <summary>The profile that defines which costs there are.</summary>
    private const string Root = "generic-x86";

    private const string Prefix = "profiles/";

    private static readonly string[] s_names =
    [
        .. typeof(ProfileReader).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    private readonly Dictionary<string, MachineProfile?> _read = new(StringComparer.Ordinal);

    /// <summary>Names of the built-in profiles in order.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>The built-in profile of that name; <see langword="null"/> where there is none or it is broken.</summary>
    public MachineProfile? BuiltIn(string name)
    {
        if (!s_names.Contains(name)) return null;
        if (_read.TryGetValue(name, out var known)) return known;
        _read[name] = null;

        using var stream = typeof(ProfileReader).Assembly.GetManifestResourceStream($"{Prefix}{name}.yaml")!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return _read[name] = Profile(SourceFile.Decode(buffer.ToArray(), $"{Prefix}{name}.yaml", problems), name);
    }

    /// <summary>A profile file; <see langword="null"/> where it is broken.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="blamed">The place that names it.</param>
    public MachineProfile? FromFile(string path, SourceSpan blamed)
    {
        var key = "file:" + path;
        if (_read.TryGetValue(key, out var known)) return known;
        return _read[key] = Profile(SourceFile.Open(path, path, blamed, problems), path);
    }

    private MachineProfile? Profile(SourceFile? file, string name)
    {
        if (file is null || YamlTree.Read(file.Text, problems) is not { } root) return null;
        var before = problems.Reports;
        var top = new SourceSpan(file.Text, 1, 1, 1);
        new ShapeValidator(problems, isComplete: true).Check(root, MachineShapes.Profile, top, "the profile");
        if (problems.Reports > before) return null;

        var section = Section.Of(root, MachineShapes.Profile, top);
        var below = section.Has("base") ? Base(section) : null;
        if (section.Has("base") && below is null) return null;

        var topology = section.Sub("topology");
        var costs = new SortedDictionary<string, CostEntry>(StringComparer.Ordinal);
        if (name != Root) AddInherited(section, below, costs);
        AddCosts(section.Node("costs"), costs, isRoot: name == Root, sourceOfBare: "profile " + name);
        var traits = new SortedDictionary<string, TraitEntry>(StringComparer.Ordinal);
        foreach (var (key, entry) in below?.Traits ?? new Dictionary<string, TraitEntry>()) traits[key] = entry;
        AddTraits(section.Sub("traits"), traits, sourceOfBare: "profile " + name);
        CacheGeometry.Check(section.Sub("traits"), traits, problems);
        if (name != Root) ReportMissing(costs, section.Span);
        if (problems.Reports > before) return null;

        return new MachineProfile(
            name,
            topology.Value("sockets", below?.Sockets ?? 1),
            topology.Value("llcs_per_socket", below?.LlcsPerSocket ?? 1),
            topology.Value("cores_per_llc", below?.CoresPerLlc ?? 8),
            topology.Value("threads_per_core", below?.ThreadsPerCore ?? 1),
            costs)
        {
            About = section.Value<string>("about"),
            NumaNodesPerSocket = topology.Value("numa_nodes_per_socket", below?.NumaNodesPerSocket ?? 1),
            TopologySource = topology.Value("source", section.Has("topology") ? "profile " + name : below?.TopologySource ?? "profile " + name),
            Traits = traits,
        };
    }

    /// <summary>Reads trait entries over those that are there.</summary>
    /// <param name="section">The traits as written.</param>
    /// <param name="traits">Takes them.</param>
    /// <param name="sourceOfBare">Source of a trait that is written as a value alone.</param>
    public static void AddTraits(Section section, IDictionary<string, TraitEntry> traits, string sourceOfBare)
    {
        foreach (var key in MachineTraits.All.Select(trait => trait.Key).Where(section.Has))
        {
            var entry = section.Sub(key);
            traits[key] = new TraitEntry(key, entry.Text("value"), entry.Has("source") ? entry.Value<string>("source") : sourceOfBare);
        }
    }

    /// <summary>Reads cost entries over those that are there.</summary>
    /// <param name="node">The mapping of costs; <see langword="null"/> for none.</param>
    /// <param name="costs">Takes the costs.</param>
    /// <param name="isRoot">Whether any key may be new: so in the profile that defines them.</param>
    /// <param name="sourceOfBare">Source of a cost that is written as a duration alone.</param>
    public void AddCosts(SourceNode? node, IDictionary<string, CostEntry> costs, bool isRoot, string sourceOfBare)
    {
        foreach (var (key, value) in (node as SourceMapping)?.Entries ?? [])
        {
            if (!isRoot && KnownCosts is { } known && !known.ContainsKey(key.Text))
            {
                problems.Error(Codes.UnknownCost, key.Span, $"unknown cost {Readable.Quoted(key.Text)}", Nearest.To(key.Text, known.Keys));
                continue;
            }

            var entry = Section.Of(value, MachineShapes.Costs.Open!.Shape, key.Span);
            var source = entry.Has("source") ? entry.Value<string>("source") : sourceOfBare;
            costs[key.Text] = new CostEntry(key.Text, entry.Value<SimDuration>("value"), source)
            {
                Interval = entry.Has("low") && entry.Has("high") ? new CostInterval(entry.Value<SimDuration>("low"), entry.Value<SimDuration>("high")) : null,
            };
        }
    }

    private IReadOnlyDictionary<string, CostEntry>? KnownCosts => BuiltIn(Root)?.Costs;

    private MachineProfile? Base(Section section)
    {
        var name = section.Value<string>("base");
        if (!s_names.Contains(name))
            problems.Error(Codes.UnknownMachine, section.SpanOf("base"), $"no built-in profile {Readable.Quoted(name)}", Nearest.To(name, s_names));
        return BuiltIn(name);
    }

    private void AddInherited(Section section, MachineProfile? below, SortedDictionary<string, CostEntry> costs)
    {
        foreach (var (key, entry) in below?.Costs ?? new Dictionary<string, CostEntry>()) costs[key] = entry;
        if (section.Node("all_costs") is null) return;

        var all = section.Sub("all_costs");
        foreach (var key in KnownCosts?.Keys ?? []) costs[key] = new CostEntry(key, all.Value<SimDuration>("value"), all.Value<string>("source"));
    }

    private void ReportMissing(SortedDictionary<string, CostEntry> costs, SourceSpan span)
    {
        var missing = (KnownCosts?.Keys ?? []).Where(key => !costs.ContainsKey(key)).ToArray();
        if (missing.Length == 0) return;
        problems.Error(Codes.MissingCost, span, $"the profile lacks costs, '{missing[0]}' for one; give them all, or a 'base' that has them");
    }
}
