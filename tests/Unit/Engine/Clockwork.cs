using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

/// <summary>A component that ticks: every event schedules the next one after a random delay, until it has had enough.</summary>
internal sealed class Clockwork : IEventReceiver
{
    private const byte Tick = 3;

    private readonly Simulation _simulation;
    private readonly RandomStream _random;
    private readonly int _self;
    private int _left;

    internal Clockwork(Simulation simulation, string name, int ticks)
    {
        _simulation = simulation;
        Name = name;
        _left = ticks;
        _random = simulation.Stream(name);
        _self = simulation.Register(this);
        simulation.Schedule(SimTime.Zero, _self, Tick, subject: _left);
    }

    public string Name { get; }

    /// <summary>When set, the tick with this many left is about another subject: a difference to be found.</summary>
    internal int? Odd { get; init; }

    public string CodeName(byte code) => code == Tick ? nameof(Tick) : "?";

    public void Receive(in SimEvent occurrence)
    {
        if (--_left == 0) return;
        var subject = _left == Odd ? -_left : _left;
        _simulation.ScheduleAfter(SimDuration.FromPicoseconds(_random.NextBelow(5_000)), _self, Tick, subject);
    }
}
