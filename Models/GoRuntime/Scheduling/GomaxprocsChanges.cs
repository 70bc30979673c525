using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>A goroutine of the program that calls runtime.GOMAXPROCS at given times; it sleeps in between.</summary>
internal sealed class GomaxprocsChanges(GoProcess process, IReadOnlyList<GomaxprocsChange> changes) : IGoroutineBody
{
    private readonly GomaxprocsCall _call = new(process);
    private int _next;

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        await m.Thread.Settle();
        while (_next < changes.Count)
        {
            var change = changes[_next];
            var left = SimTime.Zero + change.At - m.Thread.LocalNow;
            if (left > SimDuration.Zero)
            {
                process.ParkForSleep(m, g, left);
                return RunOutcome.Parked;
            }

            if (!await _call.Set(m, g, change.Gomaxprocs)) return RunOutcome.Parked;
            _next++;
        }

        return RunOutcome.Exited;
    }
}
