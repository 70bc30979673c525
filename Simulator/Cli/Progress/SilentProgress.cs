using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : IProgressView
{
    public T Follow<T>(Func<Action<BatchProgress>, T> batch) => batch(_ => { });
}
