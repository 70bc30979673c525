using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>A function as a goroutine.</summary>
internal sealed class Code(Func<WorkerThread, Goroutine, Process<RunOutcome>> code) : IGoroutineBody
{
    public Process<RunOutcome> Run(WorkerThread m, Goroutine g) => code(m, g);
}
