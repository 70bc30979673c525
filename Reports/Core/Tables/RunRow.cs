namespace GmpSim.Reports.Tables;

/// <summary>One row of <c>runs.csv</c> without its place.</summary>
/// <param name="Replication">Number of the replication, from 0.</param>
/// <param name="Seed">Root seed of the run.</param>
/// <param name="Digest">Digest of the run's event sequence.</param>
/// <param name="Values">One value a metric, in the order of <see cref="Results.Metrics.All"/>; <see langword="null"/> where empty.</param>
public sealed record RunRow(int Replication, ulong Seed, ulong Digest, IReadOnlyList<double?> Values);
