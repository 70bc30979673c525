using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>An actor that waits for one span after the other, written as an event handler.</summary>
internal sealed class HandlerActor : IEventReceiver
{
    private const byte SpanOver = 0;

    private readonly Simulation _simulation;
    private readonly Increments _increments;
    private readonly int _self;

    internal HandlerActor(Simulation simulation, Increments increments)
    {
        _simulation = simulation;
        _increments = increments;
        _self = simulation.Register(this);
        WaitForNextSpan();
    }

    public string Name => "handler";

    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case SpanOver: WaitForNextSpan(); break;
            default: throw new InvalidOperationException($"Event code {occurrence.Code}.");
        }
    }

    private void WaitForNextSpan() => _simulation.ScheduleAfter(SimDuration.FromPicoseconds(_increments.Next()), _self, SpanOver);
}
