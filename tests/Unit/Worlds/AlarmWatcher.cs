using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Notes when the alarms of remote clients ring: an open client's alarm rings at each of its arrivals.</summary>
internal sealed class AlarmWatcher : IEventObserver
{
    private const byte Due = 0;

    private readonly List<(int Client, SimTime At)> _alarms = [];

    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        if (occurrence.Code == Due && simulation.NameOf(occurrence.Receiver) == "remote-client") _alarms.Add((occurrence.Receiver, occurrence.At));
    }

    /// <summary>The alarms of the client that was built first.</summary>
    internal List<SimTime> OfFirstClient()
    {
        var first = _alarms.Min(alarm => alarm.Client);
        return [.. _alarms.Where(alarm => alarm.Client == first).Select(alarm => alarm.At)];
    }
}
