namespace GmpSim.Results;

/// <summary>Where a batch came from: enough to run it again. Holds no time stamp, machine name or absolute path.</summary>
public sealed record ManifestFacts
{
    /// <summary>Version of the tool, for example <c>0.1.0</c>.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Names of the scenario files, without folders outside the working folder, with the SHA-256 of their bytes.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>The machines that scenarios ran on, each once, in order of first use.</summary>
    public required IReadOnlyList<MachineFacts> Machines { get; init; }

    /// <summary>Root seed of each scenario, in scenario order.</summary>
    public required IReadOnlyList<ScenarioSeed> Seeds { get; init; }

    /// <summary>The command that makes these results again, for example <c>gmpsim run scenarios.yaml --seed 7</c>.</summary>
    public required string CommandLine { get; init; }

    /// <summary>What all figures rest on.</summary>
    public required IReadOnlyList<Assumption> Assumptions { get; init; }
}
