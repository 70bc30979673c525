using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>The stores of several shards read as one: each run from the first store that has its file.</summary>
/// <param name="parts">The stores, in the order of their say.</param>
public sealed class JoinedRuns(IReadOnlyList<RunStore> parts) : IRunSource
{
    /// <inheritdoc/>
    public RunRecord? FindRun(RunIdentity identity) => PartWith(identity)?.FindRun(identity);

    /// <inheritdoc/>
    public PilotOutcome? FindPilot(RunIdentity identity) => PartWith(identity)?.FindPilot(identity);

    /// <summary>Copies the file of a run or pilot, unread, into <paramref name="target"/>, if any part has it.</summary>
    public void CopyTo(RunStore target, RunIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (PartWith(identity) is { } part) target.CopyFrom(part, identity);
    }

    private RunStore? PartWith(RunIdentity identity) => parts.FirstOrDefault(part => part.Has(identity));
}
