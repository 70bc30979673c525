using GmpSim.Results;

namespace GmpSim.Cli;

/// <summary>Writes what a batch leaves behind for its readers.</summary>
public interface IResultPublisher
{
    /// <summary>Removes what the batches of the folder's manifest and plan have published, and nothing else; called while these are still there.</summary>
    void Retract(string folder);

    /// <summary>Writes tables, and plots and report if asked for.</summary>
    /// <returns>Remarks for the user, for example about a plot that could not be made.</returns>
    IReadOnlyList<string> Publish(BatchResult batch, string folder, bool plots);
}
