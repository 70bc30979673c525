using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>Simulates single runs: the seam between the batch and the simulated world.</summary>
/// <remarks>
/// Called from several threads at once, each call for a run of its own; calls share nothing. The same request gives
/// the same record, bit by bit. Whoever implements it looks at the token every few thousand events, so that an
/// interrupted batch ends within a second.
/// </remarks>
public interface IRunExecutor
{
    /// <summary>Simulates one run from an empty world to the end of the measured window.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the run leaves nothing behind.</exception>
    RunRecord Execute(RunRequest request, CancellationToken cancel);

    /// <summary>Simulates from an empty world for the measured duration, without a warm-up, and reports how the world settles.</summary>
    /// <param name="request">The run; its warm-up is zero.</param>
    /// <param name="bin">Length of simulated time that one value of the series stands for.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <returns>One or more tracks over the bins 0, 1, 2, … up to the end of the duration.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel);
}
