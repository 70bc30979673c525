namespace GmpSim.Engine;

/// <summary>Watches the events of a run without taking part in it: traces, invariant checks, recordings for benchmarks.</summary>
public interface IEventObserver
{
    /// <summary>Called before the event happens. Must not change the run.</summary>
    void OnEvent(Simulation simulation, in SimEvent occurrence);
}
