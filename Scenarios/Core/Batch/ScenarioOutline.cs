using System.Globalization;
using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Batch;

/// <summary>A scenario without its worlds: how many runs it has, and what is made of their records.</summary>
public sealed record ScenarioOutline
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A paragraph for the reader; may be empty.</summary>
    public required string About { get; init; }

    /// <summary>Where the experiment comes from; may be empty.</summary>
    public required string Source { get; init; }

    /// <summary>Plots asked for; empty means the default set.</summary>
    public required IReadOnlyList<string> Plots { get; init; }

    /// <summary>Claims to be held against the results.</summary>
    public required IReadOnlyList<ExpectSpec> Expect { get; init; }

    /// <summary>The points in order.</summary>
    public required IReadOnlyList<PointOutline> Points { get; init; }

    /// <summary>Fewest replications; all of them when <see cref="Precision"/> is not set.</summary>
    public required int Replications { get; init; }

    /// <summary>Stop when precise enough; <see langword="null"/> for a fixed number.</summary>
    public required PrecisionSpec? Precision { get; init; }

    /// <summary>Most replications a point can get.</summary>
    public int MaxReplications => Math.Max(Replications, Precision?.Max ?? 0);

    /// <summary>Where a run is stored, and the fingerprint of everything that its figures depend on.</summary>
    public RunIdentity IdentityOf(int point, int replication, SimDuration warmup)
    {
        var seed = Seeds.OfReplication(Points[point].Seed, replication);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{Name}.p{point:000}.r{replication:0000}.json"),
            HashOf(point, "run", (long)replication, seed, warmup));
    }

    /// <summary>Where the outcome of a point's pilot run is stored, and its fingerprint.</summary>
    public RunIdentity IdentityOfPilot(int point) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Name}.p{point:000}.pilot.json"),
        HashOf(point, "pilot", 0, Seeds.OfPilot(Points[point].Seed), SimDuration.Zero));

    private string HashOf(int point, string kind, long replication, ulong seed, SimDuration warmup)
    {
        using var hash = new ContentHash();
        return hash.Add(kind).Add(Name).Add(Points[point].ContentHash).Add(replication).Add(seed).Add(warmup).Take();
    }
}
