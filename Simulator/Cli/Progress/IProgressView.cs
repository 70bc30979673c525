using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Progress;

/// <summary>Shows how far a batch is.</summary>
internal interface IProgressView
{
    /// <summary>Runs the batch and shows each step that it reports.</summary>
    T Follow<T>(Func<Action<BatchProgress>, T> batch);
}
