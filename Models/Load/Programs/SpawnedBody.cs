using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>A goroutine that a program started with <c>spawn</c>: runs its program once, for nobody's request.</summary>
internal sealed class SpawnedBody : ProgramBody
{
    internal SpawnedBody(GoProcess process, GoroutineProgram program, ulong number)
        : base(process)
    {
        Stream = new(process.Host.Simulation.Seed, "spawned", number);
        Rewind(program);
    }

    private protected override RandomStream Stream { get; }

    private protected override Request? Request => null;
}
