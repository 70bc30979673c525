using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Wakes a client without threads when its lane has a request to start: one pending event at a time.</summary>
internal sealed class LaneAlarm(Simulation simulation, int receiver, byte code)
{
    private int _generation;
    private SimTime _setFor = SimTime.MaxValue;

    /// <summary>Sets the alarm for an earlier instant than it stands at; a later one is left to the next call after it has rung.</summary>
    internal void Set(SimTime at)
    {
        if (at >= _setFor) return;
        _setFor = at;
        simulation.Schedule(SimTime.Max(at, simulation.Now), receiver, code, ++_generation);
    }

    /// <summary>Whether this event is the alarm that was set last, and not one that an earlier setting replaced.</summary>
    internal bool Rings(in SimEvent occurrence)
    {
        if (occurrence.Subject != _generation) return false;
        _setFor = SimTime.MaxValue;
        return true;
    }
}
