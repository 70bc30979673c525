using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>One row of <c>replicas.csv</c> without its place: what an autoscaler saw and decided at one look.</summary>
/// <param name="Replication">Number of the run.</param>
/// <param name="Sample">What it saw.</param>
public sealed record ReplicaRow(int Replication, ReplicaSample Sample);
