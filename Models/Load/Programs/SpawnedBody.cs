using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>A goroutine that a program started with <c>spawn</c>: runs its program once, for nobody's request unless it serves a connection. Reused for one goroutine after another.</summary>
internal sealed class SpawnedBody : ProgramBody
{
    private readonly Fingerprint _family;
    private readonly RandomStream _stream;
    private readonly Stack<SpawnedBody> _idle;
    private WaitGroup? _group;
    private Request? _request;
    private int _index;
    private int _count = 1;

    /// <summary>Creates a body without a goroutine; <see cref="Begin"/> gives it one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="shared">What its goroutines share.</param>
    /// <param name="idle">Where it goes when its program has ended.</param>
    internal SpawnedBody(GoProcess process, SharedObjects shared, Stack<SpawnedBody> idle)
        : base(process, shared)
    {
        _family = Fingerprint.Of("spawned").With(process.Host.Simulation.Seed);
        _stream = new(process.Host.Simulation.Seed, "spawned");
        _idle = idle;
    }

    private protected override RandomStream Stream => _stream;

    private protected override Request? Request => _request;

    private protected override int IndexInSpawn => _index;

    private protected override int CountInSpawn => _count;

    /// <summary>Becomes the goroutine of a program that nobody but the process itself starts.</summary>
    internal SpawnedBody InBackground(GoroutineProgram program) => Begin(program, number: 0, index: 0, count: 1, group: null);

    /// <summary>Becomes a new goroutine.</summary>
    /// <param name="program">What it runs.</param>
    /// <param name="number">Which random numbers it draws: given by the goroutine that starts it.</param>
    /// <param name="index">Its number in its spawn.</param>
    /// <param name="count">How many goroutines its spawn makes.</param>
    /// <param name="group">Who counts it; <see langword="null"/> for nobody.</param>
    internal SpawnedBody Begin(GoroutineProgram program, ulong number, int index, int count, WaitGroup? group)
    {
        _stream.Restart(_family, number);
        (_index, _count, _group, _request) = (index, count, group, null);
        Rewind(program);
        return this;
    }

    private protected override void TakeRequest(Request request) => _request = request;

    private protected override void Done(WorkerThread m, Goroutine g)
    {
        _group?.Done(m, g);
        _idle.Push(this); // its code returns at once, so nobody comes back to it as this goroutine
    }
}
