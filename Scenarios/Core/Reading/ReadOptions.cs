using System.IO.Enumeration;

namespace GmpSim.Scenarios.Reading;

/// <summary>What is different from the file: what the command line chooses and changes, and what is let through.</summary>
public sealed record ReadOptions
{
    /// <summary>Nothing changed.</summary>
    public static ReadOptions None { get; } = new();

    /// <summary>Names of the scenarios that are meant, with <c>*</c> and <c>?</c> for any letters and one; all where the list is empty. The others are checked as they are written, without the changes below.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Overrides <c>path=value</c> in the order given; the path as in a sweep, the value in YAML.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Path of a machine profile that takes the place of every profile but <c>ideal</c>; what scenarios say of their machines beyond that, such as cores, stays. Relative to the working directory.</summary>
    public string? MachineFile { get; init; }

    /// <summary>Root seed in place of every scenario's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Number of replications in place of every scenario's.</summary>
    public int? Replications { get; init; }

    /// <summary>Whether scenarios in which nothing takes time are let through: for searches that end after so many events, whatever the clock does.</summary>
    public bool MayStandStill { get; init; }

    /// <summary>Whether a scenario of this name is meant.</summary>
    public bool Means(string name) => Only.Count == 0 || Only.Any(pattern => Fits(name, pattern));

    /// <summary>Whether a name matches a pattern of <see cref="Only"/>.</summary>
    public static bool Fits(string name, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
