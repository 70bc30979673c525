using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>How far a batch is, after a run has ended.</summary>
/// <param name="Scenario">Scenario of the run that ended.</param>
/// <param name="Point">Label of its point; empty without a sweep.</param>
/// <param name="PointDone">Runs of that point that have ended.</param>
/// <param name="PointExpected">Runs of that point, as far as can be told now.</param>
/// <param name="RunsDone">Runs of the batch that have ended, pilots included.</param>
/// <param name="RunsExpected">Runs of the batch, as far as can be told now: precision may ask for more.</param>
/// <param name="TimeDone">Simulated time of the runs that have ended.</param>
/// <param name="TimeExpected">Simulated time of the batch, as far as can be told now.</param>
public sealed record BatchProgress(
    string Scenario,
    string Point,
    int PointDone,
    int PointExpected,
    int RunsDone,
    int RunsExpected,
    SimDuration TimeDone,
    SimDuration TimeExpected);
