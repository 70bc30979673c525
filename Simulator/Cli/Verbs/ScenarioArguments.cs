namespace GmpSim.Cli.Verbs;

/// <summary>Which scenarios a verb is about, and what the command line changes in them.</summary>
public sealed record ScenarioArguments
{
    /// <summary>Files and folders as given; never empty.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Patterns of scenario names (<c>*</c>, <c>?</c>), of which a scenario must fit one; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Overrides <c>path=value</c>, in order.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Machine profile file that takes the place of every profile but the ideal one; <see langword="null"/> for none.</summary>
    public string? Machine { get; init; }

    /// <summary>Root seed of every scenario; <see langword="null"/> for its own.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Number of replications of every scenario; <see langword="null"/> for its own.</summary>
    public int? Replications { get; init; }
}
