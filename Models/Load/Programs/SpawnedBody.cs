using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>A goroutine that a program started with <c>spawn</c>: runs its program once, for nobody's request unless it serves a connection.</summary>
internal sealed class SpawnedBody : ProgramBody
{
    private readonly WaitGroup? _group;
    private Request? _request;

    internal SpawnedBody(GoProcess process, SharedObjects shared, GoroutineProgram program, ulong number, int index, int count, WaitGroup? group)
        : base(process, shared)
    {
        Stream = new(process.Host.Simulation.Seed, "spawned", number);
        IndexInSpawn = index;
        CountInSpawn = count;
        _group = group;
        Rewind(program);
    }

    /// <summary>The goroutine of a program that nobody but the process itself starts.</summary>
    internal static SpawnedBody InBackground(GoProcess process, SharedObjects shared, GoroutineProgram program) =>
        new(process, shared, program, number: 0, index: 0, count: 1, group: null);

    private protected override RandomStream Stream { get; }

    private protected override Request? Request => _request;

    private protected override void TakeRequest(Request request) => _request = request;

    private protected override int IndexInSpawn { get; }

    private protected override int CountInSpawn { get; }

    private protected override void Done(WorkerThread m, Goroutine g) => _group?.Done(m, g);
}
