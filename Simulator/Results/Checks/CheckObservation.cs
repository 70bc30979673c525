namespace GmpSim.Results;

/// <summary>One figure, measured in real runs and simulated: what a check is made of, before it is judged.</summary>
public sealed record CheckObservation
{
    /// <summary>Name of the scenario that was run both ways.</summary>
    public required string Scenario { get; init; }

    /// <summary>Short name of the check, unique in its scenario.</summary>
    public required string Id { get; init; }

    /// <summary>The point of the sweep, as <see cref="PointLabel"/> writes it; empty without a sweep.</summary>
    public required string Point { get; init; }

    /// <summary>Which check it is: its name, its scenario and its point, in words.</summary>
    public string Name => $"{Id} of {Scenario}{(Point.Length > 0 ? $" at {Point}" : "")}";

    /// <summary>The model that is held against reality here, for example <c>epoll</c> or <c>shared</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The figure as the scenario writes it, for example <c>wakeups_per_event</c>.</summary>
    public required string Value { get; init; }

    /// <summary>Unit of the figure; empty for a plain number or a ratio.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What sort of figure it is.</summary>
    public required CheckKind Kind { get; init; }

    /// <summary>How much the two may differ, relative: 0.15 for 15 %. For <see cref="CheckKind.Shape"/> the distance itself; without meaning for <see cref="CheckKind.Sign"/>.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The figure in each real repeat, in their order.</summary>
    public required IReadOnlyList<double> Real { get; init; }

    /// <summary>The figure in each simulated replication, in their order.</summary>
    public required IReadOnlyList<double> Simulated { get; init; }

    /// <summary>Kolmogorov–Smirnov distance of the simulated from the real distribution, each divided by its median; <see langword="null"/> where the figure has none.</summary>
    public double? Distance { get; init; }

    /// <summary>The largest such distance of a real repeat from all others; <see langword="null"/> where the figure has none.</summary>
    public double? DistanceNoise { get; init; }

    /// <summary>Other figures of the same point, both ways: where to look when the check fails.</summary>
    public IReadOnlyList<CheckSuspect> Suspects { get; init; } = [];
}
