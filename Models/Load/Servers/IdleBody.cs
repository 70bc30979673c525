using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>A main goroutine that ends at once: the process then lives on what others submit.</summary>
public sealed class IdleBody : IGoroutineBody
{
    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        await m.Thread.Settle();
        return RunOutcome.Exited;
    }
}
