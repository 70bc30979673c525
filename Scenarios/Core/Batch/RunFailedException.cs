using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>A run broke an invariant: a mistake in the simulator, never in the scenario.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>Says which run it was.</summary>
    public RunFailedException(RunRequest request, Exception cause)
        : base($"{cause.Message} (scenario '{request.Scenario}'{PointOf(request)}, replication {request.Replication}, seed {request.Seed})", cause) =>
        Request = request;

    /// <summary>The run that failed.</summary>
    public RunRequest Request { get; }

    private static string PointOf(RunRequest request) => request.Point.Coordinates.Count == 0 ? "" : $", point '{PointLabel.Format(request.Point.Coordinates)}'";
}
