namespace GmpSim.Engine;

/// <summary>Chooses which of several events of one instant happens first: one class for each way of exploring orders.</summary>
/// <remarks>
/// A model that is right works whatever the order is: nothing in it may depend on who happened to schedule first. The usual
/// order, first in first out, needs no tie breaker and costs nothing; the others run behind an <see cref="ExploringEventSet"/>.
/// </remarks>
public abstract class TieBreaker
{
    /// <summary>Chooses the next event.</summary>
    /// <param name="number">Number of the event to come, from 1: as <see cref="Simulation.EventCount"/> will be.</param>
    /// <param name="due">The events of this instant, two or more, in the order of their scheduling.</param>
    /// <returns>An index into <paramref name="due"/>; 0 is the usual order.</returns>
    public abstract int Choose(long number, ReadOnlySpan<SimEvent> due);
}
