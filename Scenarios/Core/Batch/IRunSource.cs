using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>Where the finished runs of a batch can be read.</summary>
public interface IRunSource
{
    /// <summary>The stored run, if it is there, whole, and of this plan.</summary>
    RunRecord? FindRun(RunIdentity identity);

    /// <summary>The stored outcome of a pilot run, if it is there, whole, and of this plan.</summary>
    PilotOutcome? FindPilot(RunIdentity identity);
}
