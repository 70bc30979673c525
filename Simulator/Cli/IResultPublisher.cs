using GmpSim.Results;

namespace GmpSim.Cli;

/// <summary>Writes what a batch leaves behind for its readers.</summary>
public interface IResultPublisher
{
    /// <summary>Removes everything that an earlier batch has published in a folder, and nothing else.</summary>
    void Retract(string folder);

    /// <summary>Writes tables, and plots and report if asked for.</summary>
    /// <returns>Remarks for the user, for example about a plot that could not be made.</returns>
    IReadOnlyList<string> Publish(BatchResult batch, string folder, bool plots);
}
