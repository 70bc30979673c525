using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>A main goroutine that ends at once: the process then lives on what others submit, and on its background program if it has one.</summary>
public sealed class IdleBody(GoProcess process, SharedObjects shared) : IGoroutineBody
{
    /// <summary>A program that a goroutine of its own runs from the start; <see langword="null"/> for none.</summary>
    public GoroutineProgram? Background { get; init; }

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        await m.Thread.Settle();
        if (Background is not null) process.Spawn(m, shared.NewBody().InBackground(Background));
        await m.Thread.Settle();
        return RunOutcome.Exited;
    }
}
