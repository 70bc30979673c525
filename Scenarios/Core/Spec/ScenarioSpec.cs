using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Scenarios.Spec;

/// <summary>A whole scenario file, read and checked.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="Title">Title of the file; empty when it has none.</param>
/// <param name="ContentHash">SHA-256 of the file's bytes, lower-case hexadecimal.</param>
/// <param name="Scenarios">The scenarios in file order.</param>
public sealed record ScenarioFile(string File, string Title, string ContentHash, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>Tables that the scenarios read: recordings and empirical distributions, by path.</summary>
    public IReadOnlyList<DataFile> DataFiles { get; init; } = [];
}

/// <summary>A table that a scenario reads.</summary>
/// <param name="Path">The path as seen from the working directory.</param>
/// <param name="ContentHash">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record DataFile(string Path, string ContentHash);

/// <summary>One named scenario: its points, and what is expected of them.</summary>
/// <param name="Name">Key in the file; letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</param>
/// <param name="About">A paragraph for the reader; may be empty.</param>
/// <param name="Source">Where the experiment comes from; may be empty.</param>
/// <param name="Points">Every point of the sweep in order; exactly one, without coordinates, when nothing is swept.</param>
/// <param name="Plots">Plots asked for; empty means the default set.</param>
/// <param name="Expect">Claims to be held against the results.</param>
public sealed record Scenario(
    string Name,
    string About,
    string Source,
    IReadOnlyList<ScenarioPoint> Points,
    IReadOnlyList<string> Plots,
    IReadOnlyList<ExpectSpec> Expect)
{
    /// <summary>Figures that a calibration holds against real runs.</summary>
    public IReadOnlyList<CheckSpec> Checks { get; init; } = [];

    /// <summary>Where its keys stand; <see langword="null"/> for a scenario that was not read from a file.</summary>
    public ScenarioPlaces? Places { get; init; }
}

/// <summary>One point of a sweep: the scenario with its swept keys set.</summary>
/// <param name="Coordinates">The swept keys and values; empty without a sweep.</param>
/// <param name="Setup">The world to build.</param>
public sealed record ScenarioPoint(IReadOnlyList<Coordinate> Coordinates, PointSetup Setup);

/// <summary>Everything a world is built from: plain data, checked, every default filled in.</summary>
public sealed record PointSetup
{
    /// <summary>The machine and its costs.</summary>
    public required MachineSpec Machine { get; init; }

    /// <summary>The operating system around it.</summary>
    public required OsSpec Os { get; init; }

    /// <summary>The Go runtime; <see langword="null"/> for server kinds that use none.</summary>
    public required RuntimeSpec? Runtime { get; init; }

    /// <summary>Server and clients.</summary>
    public required WorkloadSpec Workload { get; init; }

    /// <summary>All programs that the workload can reach, by name.</summary>
    public required IReadOnlyDictionary<string, ProgramSpec> Programs { get; init; }

    /// <summary>The replicas of the server; <see langword="null"/> where it is one process on one machine.</summary>
    public ClusterSpec? Cluster { get; init; }

    /// <summary>Warm-up, duration, replications, seed.</summary>
    public required RunSpec Run { get; init; }

    /// <summary>CPUs that the server may use.</summary>
    public int Cpus => Os.PinServer?.Count ?? Machine.LogicalCpus;
}
