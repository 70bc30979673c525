namespace GmpSim.Engine;

/// <summary>The usual order except for a given list of departures: it goes the way of an earlier run again.</summary>
/// <remarks>A departure to which there is no alternative any more, because the run has become another one, is left out.</remarks>
/// <param name="choices">The departures by rising event.</param>
public sealed class ChosenOrder(IReadOnlyList<TieChoice> choices) : TieBreaker
{
    private int _next;

    /// <summary>The departures.</summary>
    public IReadOnlyList<TieChoice> Choices => choices;

    /// <inheritdoc/>
    public override int Choose(long number, ReadOnlySpan<SimEvent> due)
    {
        while (_next < choices.Count && choices[_next].Event < number) _next++;
        if (_next == choices.Count || choices[_next].Event != number) return 0;
        return Math.Min(choices[_next].Chosen, due.Length - 1);
    }
}
