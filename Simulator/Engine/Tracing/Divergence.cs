namespace GmpSim.Engine;

/// <summary>The first event at which two runs part.</summary>
/// <param name="Position">Its position, counted from 1 at the start of the runs.</param>
/// <param name="InFirst">What happened in the first run; <see langword="null"/> if it had nothing more to do.</param>
/// <param name="InSecond">What happened in the second run; <see langword="null"/> if it had nothing more to do.</param>
public sealed record Divergence(long Position, DivergingEvent? InFirst, DivergingEvent? InSecond)
{
    /// <summary>Runs two simulations side by side until <paramref name="end"/> or until they part.</summary>
    /// <returns>Where they part; <see langword="null"/> if they never do.</returns>
    /// <remarks>
    /// Two events are the same if time, receiver, code and subject are: what the digest is made of. Both runs must be
    /// fresh, or stand at the same event; they are left just after the event at which they part.
    /// </remarks>
    /// <exception cref="ArgumentException">The runs do not stand at the same event number.</exception>
    public static Divergence? FindFirst(Simulation first, Simulation second, SimTime end)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.EventCount != second.EventCount)
            throw new ArgumentException($"One run stands at event {first.EventCount}, the other at {second.EventCount}.", nameof(second));

        while (true)
        {
            var position = first.EventCount + 1;
            var firstHas = first.Step(end, out var inFirst);
            var secondHas = second.Step(end, out var inSecond);
            if (!firstHas && !secondHas) return null;
            if (firstHas && secondHas && AreSame(in inFirst, in inSecond)) continue;
            return new(position, firstHas ? Named(first, in inFirst) : null, secondHas ? Named(second, in inSecond) : null);
        }
    }

    /// <summary>One sentence for a reader.</summary>
    public override string ToString() =>
        $"the runs part at event {Position}: {InFirst?.ToString() ?? "no event"} in the first, {InSecond?.ToString() ?? "no event"} in the second";

    private static bool AreSame(in SimEvent left, in SimEvent right) =>
        left.At == right.At && left.Receiver == right.Receiver && left.Code == right.Code && left.Subject == right.Subject;

    private static DivergingEvent Named(Simulation run, in SimEvent occurrence) =>
        new(occurrence.At, run.NameOf(occurrence.Receiver), run.CodeNameOf(occurrence.Receiver, occurrence.Code), occurrence.Subject);
}
