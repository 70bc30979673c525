namespace GmpSim.Scenarios.Batch;

/// <summary>One piece of work for a worker thread.</summary>
/// <param name="Scenario">Number of the scenario in the batch.</param>
/// <param name="Point">Number of the point in the scenario.</param>
/// <param name="Replication">Number of the replication; <see cref="Pilot"/> for the pilot run of the point.</param>
internal readonly record struct BatchWork(int Scenario, int Point, int Replication)
{
    internal const int Pilot = -1;

    internal bool IsPilot => Replication == Pilot;
}
