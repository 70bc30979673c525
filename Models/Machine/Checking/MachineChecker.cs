using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Checks between events that CPU time is conserved, for a world whose server has no runtime with rules of its own.</summary>
public sealed class MachineChecker : IEventObserver
{
    private readonly CpuConservation _cpuTime;
    private readonly int _everyEvents;

    /// <summary>Prepares to check one machine.</summary>
    /// <param name="host">The machine, before its first event.</param>
    /// <param name="everyEvents">Check before every n-th event, n at least 1.</param>
    public MachineChecker(Host host, int everyEvents = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(everyEvents, 1);
        (_cpuTime, _everyEvents) = (new(host), everyEvents);
    }

    /// <summary>How often the state has been checked.</summary>
    public long Checks { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">CPU time is not conserved.</exception>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        if (simulation.EventCount % _everyEvents != 0) return;
        Checks++;
        if (_cpuTime.Find() is { } problem)
            throw new InvalidOperationException($"{problem}; seen before event {simulation.EventCount} (code {occurrence.Code} for {simulation.NameOf(occurrence.Receiver)}), seed {simulation.Seed}");
    }
}
