using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim explore</c> was asked to do.</summary>
public sealed record ExploreArguments
{
    /// <summary>The file, and what the command line changes in it.</summary>
    public required ScenarioArguments Scenarios { get; init; }

    /// <summary>Name of the scenario; <see langword="null"/> when the file has one only.</summary>
    public string? Scenario { get; init; }

    /// <summary>Coordinates <c>name=value</c>, enough to tell the point from the others.</summary>
    public IReadOnlyList<string> Point { get; init; } = [];

    /// <summary>Most trials.</summary>
    public required int Budget { get; init; }

    /// <summary>Events of each trial.</summary>
    public required int Events { get; init; }

    /// <summary>Delays of one order at most, in a search through all orders; <see langword="null"/> for orders drawn at random.</summary>
    public int? ExhaustiveBound { get; init; }

    /// <summary>Number of random scenarios to try instead of a file; <see langword="null"/> for none.</summary>
    public int? RandomScenarios { get; init; }

    /// <summary>The one order to run; <see langword="null"/> to search.</summary>
    public IReadOnlyList<TieChoice>? Choices { get; init; }

    /// <summary>With <see cref="Choices"/>: whether every cost of the machine is zero.</summary>
    public bool IsFree { get; init; }

    /// <summary>A mistake to put into the scheduler.</summary>
    public GoFault Fault { get; init; }

    /// <summary>File for the small scenario that fails.</summary>
    public required string Out { get; init; }
}
