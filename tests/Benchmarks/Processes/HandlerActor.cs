using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>An actor of alternating states, written as an event handler.</summary>
internal sealed class HandlerActor : IEventReceiver
{
    private const byte Run = 0;
    private const byte Rest = 1;

    private readonly Simulation _simulation;
    private readonly Increments _increments;
    private readonly int _self;

    internal HandlerActor(Simulation simulation, Increments increments)
    {
        _simulation = simulation;
        _increments = increments;
        _self = simulation.Register(this);
        WaitFor(Run);
    }

    public string Name => "handler";

    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case Run: WaitFor(Rest); break;
            case Rest: WaitFor(Run); break;
            default: throw new InvalidOperationException($"Event code {occurrence.Code}.");
        }
    }

    private void WaitFor(byte code) => _simulation.ScheduleAfter(SimDuration.FromPicoseconds(_increments.Next()), _self, code);
}
