using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>The hold model on the whole engine: n actors, each of which waits for one span after the other.</summary>
public sealed class EngineModel
{
    private readonly Simulation _simulation;
    private readonly SimDuration _slice;

    /// <summary>Creates the model in its steady state.</summary>
    public EngineModel(PendingEventSetKind kind, ActorStyle style, IncrementShape shape, int actors)
    {
        _simulation = new Simulation(PendingEventSets.Create(kind), seed: 1);
        var increments = new Increments(shape);
        for (var actor = 0; actor < actors; actor++) StartActor(style, increments);

        // Events come at a steady rate: measure it, to run in slices of about 20,000 of them.
        const int Measured = 100_000;
        for (var count = 0; count < Measured; count++) _simulation.Step(SimTime.MaxValue, out _);
        _slice = _simulation.Now.SinceStart * 20_000 / Measured;
        Run(Math.Max(500_000, 4 * actors));
    }

    /// <summary>The fingerprint of everything that has happened.</summary>
    public ulong Digest => _simulation.Digest;

    /// <summary>Lets at least so many events happen.</summary>
    /// <returns>How many it were.</returns>
    public long Run(long events)
    {
        var before = _simulation.EventCount;
        while (_simulation.EventCount - before < events) _simulation.RunUntil(_simulation.Now + _slice);
        return _simulation.EventCount - before;
    }

    private void StartActor(ActorStyle style, Increments increments)
    {
        switch (style)
        {
            case ActorStyle.Handler: _ = new HandlerActor(_simulation, increments); break;
            case ActorStyle.Process: new ProcessActor(_simulation, increments).Live().Start(); break;
            case ActorStyle.NestedProcess: new ProcessActor(_simulation, increments).LiveNested().Start(); break;
            default: throw new ArgumentOutOfRangeException(nameof(style));
        }
    }
}
