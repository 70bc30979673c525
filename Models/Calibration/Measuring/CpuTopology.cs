using System.Globalization;
using GmpSim.Machine;

namespace GmpSim.Calibration.Measuring;

/// <summary>How the CPUs hang together, as sysfs tells it.</summary>
internal sealed class CpuTopology
{
    private readonly SortedDictionary<int, Place> _places = [];

    private CpuTopology()
    {
    }

    /// <summary>Where a CPU sits; each number means something only in comparison.</summary>
    internal readonly record struct Place(int Socket, int Core, string LastLevelCache, int NumaNode);

    /// <summary>CPUs that are known, in order.</summary>
    internal IReadOnlyCollection<int> Cpus => _places.Keys;

    internal int Sockets => Count(place => place.Socket);

    internal int LlcsPerSocket => Math.Max(1, Count(place => place.LastLevelCache) / Math.Max(1, Sockets));

    internal int Cores => Count(place => (place.Socket, place.Core));

    internal int CoresPerLlc => Math.Max(1, Cores / Math.Max(1, Sockets * LlcsPerSocket));

    internal int ThreadsPerCore => Math.Max(1, _places.Count / Math.Max(1, Cores));

    internal int NumaNodesPerSocket => Math.Max(1, Count(place => place.NumaNode) / Math.Max(1, Sockets));

    /// <summary>Reads the topology of some CPUs.</summary>
    /// <param name="cpus">CPUs that may be used.</param>
    /// <param name="root">Where sysfs shows CPUs, for example <c>/sys/devices/system/cpu</c>.</param>
    internal static CpuTopology Read(IEnumerable<int> cpus, string root = "/sys/devices/system/cpu")
    {
        var topology = new CpuTopology();
        foreach (var cpu in cpus)
        {
            var folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"cpu{cpu}"));
            topology._places[cpu] = new Place(
                Number(Text(folder, "topology/physical_package_id"), 0),
                Number(Text(folder, "topology/core_id"), cpu),
                LastLevelCache(folder) ?? "all",
                NumaNode(folder));
        }

        return topology;
    }

    internal bool AreSiblings(int a, int b) => a != b && Distance(a, b) == CoreDistance.Sibling;

    /// <summary>What a cache line crosses between two CPUs.</summary>
    internal CoreDistance Distance(int a, int b)
    {
        if (a == b) return CoreDistance.Same;
        var (left, right) = (_places[a], _places[b]);
        if (left.Socket != right.Socket) return CoreDistance.OtherSocket;
        if (left.Core == right.Core) return CoreDistance.Sibling;
        return left.LastLevelCache == right.LastLevelCache ? CoreDistance.SameLlc : CoreDistance.SameSocket;
    }

    /// <summary>A cache's size as sysfs writes it, for example <c>512K</c>; <see langword="null"/> where it does not.</summary>
    internal static string? CacheSize(int level, string root = "/sys/devices/system/cpu") => Cache(Path.Combine(root, "cpu0"), level) is { } folder ? Text(folder, "size") : null;

    /// <summary>Bytes of a line; <see langword="null"/> where sysfs does not tell.</summary>
    internal static string? LineSize(string root = "/sys/devices/system/cpu") => Cache(Path.Combine(root, "cpu0"), 1) is { } folder ? Text(folder, "coherency_line_size") : null;

    private static string? Cache(string cpu, int level) =>
        Caches(cpu).FirstOrDefault(folder => Number(Text(folder, "level"), 0) == level && Text(folder, "type") is not "Instruction");

    private static string? LastLevelCache(string cpu) => Caches(cpu).OrderBy(folder => Number(Text(folder, "level"), 0)).Select(folder => Text(folder, "shared_cpu_list")).LastOrDefault();

    private static IEnumerable<string> Caches(string cpu)
    {
        var folder = Path.Combine(cpu, "cache");
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "index*").Order(StringComparer.Ordinal) : [];
    }

    private static int NumaNode(string cpu)
    {
        if (!Directory.Exists(cpu)) return 0;
        var node = Directory.EnumerateFileSystemEntries(cpu, "node*").Select(path => Path.GetFileName(path)).FirstOrDefault();
        return node is null ? 0 : Number(node["node".Length..], 0);
    }

    private static string? Text(string folder, string file)
    {
        try
        {
            var path = Path.Combine(folder, file);
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private int Count<T>(Func<Place, T> what) => _places.Values.Select(what).Distinct().Count();
}
