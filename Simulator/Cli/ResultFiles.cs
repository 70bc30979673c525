using GmpSim.Reports;
using GmpSim.Results;

namespace GmpSim.Cli;

/// <summary>Writes results as the files of an output folder.</summary>
internal sealed class ResultFiles : IResultPublisher
{
    public void Retract(string folder) => OwnFiles.Remove(folder);

    public IReadOnlyList<string> Publish(BatchResult batch, string folder, bool plots) => ResultFolder.Write(batch, folder, ChartRenderers.Default, plots);
}
