using GmpSim.Scenarios.Advice;

namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim advise</c> was asked to do.</summary>
public sealed record AdviseArguments
{
    /// <summary>The file, and what the command line changes in it.</summary>
    public required ScenarioArguments Scenarios { get; init; }

    /// <summary>Name of the scenario; <see langword="null"/> when the file has one only.</summary>
    public string? Scenario { get; init; }

    /// <summary>Coordinates <c>name=value</c> of the point that candidates are made of, where more is swept than they set.</summary>
    public IReadOnlyList<string> Point { get; init; } = [];

    /// <summary>The goal.</summary>
    public required AdviceGoal Goal { get; init; }

    /// <summary>Numbers of Ps to try; empty for a choice by the machine.</summary>
    public IReadOnlyList<int> Gomaxprocs { get; init; } = [];

    /// <summary>Netpollers to try; empty for the scenario's own.</summary>
    public IReadOnlyList<string> Netpollers { get; init; } = [];

    /// <summary>Numbers of shards to try with netpollers that have some.</summary>
    public IReadOnlyList<int> Shards { get; init; } = [];

    /// <summary>How sure to be.</summary>
    public required AdviceSettings Settings { get; init; }

    /// <summary>File for the table; <see langword="null"/> for none.</summary>
    public string? Out { get; init; }
}
