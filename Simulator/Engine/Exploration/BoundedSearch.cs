namespace GmpSim.Engine;

/// <summary>Tries every order that departs from the usual one by a bounded number of delays, those with the fewest departures first.</summary>
/// <remarks>
/// Delay-bounded scheduling: Emmi, Qadeer, Rakamarić, "Delay-Bounded Scheduling", POPL 2011; the order of the search is that
/// of iterative context bounding (Musuvathi, Qadeer, PLDI 2007): most bugs need very few departures, so these come first,
/// and what is found is small. Letting an event overtake k others costs k delays. With an unlimited budget of runs
/// the search is exhaustive within its bound.
/// </remarks>
/// <param name="bound">Most delays of one order, at least 0.</param>
public sealed class BoundedSearch(int bound)
{
    private readonly Queue<Tried> _parents = new();
    private IReadOnlyList<TieChoice>? _current = [];
    private Tried? _parent;
    private int _point;
    private int _overtaken;

    /// <summary>The next order to try; <see langword="null"/> when all within the bound have been tried.</summary>
    /// <remarks>After each run <see cref="Ran"/> is to be told what choices it met.</remarks>
    public ChosenOrder? Next() => (_current ??= Child()) is { } choices ? new ChosenOrder(choices) : null;

    /// <summary>Takes note of the choices that the run of the last order met.</summary>
    public void Ran(IReadOnlyList<ChoicePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var choices = _current ?? throw new InvalidOperationException("No order has been handed out.");
        _current = null;
        var delays = choices.Sum(choice => choice.Chosen);
        if (delays == bound) return;
        // Only what comes after the last departure: the orders that depart earlier have other parents.
        var last = choices.Count > 0 ? choices[^1].Event : 0;
        _parents.Enqueue(new(choices, bound - delays, [.. points.Where(point => point.Event > last)]));
    }

    private List<TieChoice>? Child()
    {
        while (true)
        {
            if (_parent is null && !_parents.TryDequeue(out _parent)) return null;
            if (_point == _parent.Points.Length)
            {
                _parent = null;
                _point = _overtaken = 0;
                continue;
            }

            var point = _parent.Points[_point];
            if (++_overtaken <= Math.Min(point.Due - 1, _parent.DelaysLeft)) return [.. _parent.Choices, new(point.Event, _overtaken)];
            _overtaken = 0;
            _point++;
        }
    }

    /// <summary>An order that has been run, and the choices it met.</summary>
    private sealed record Tried(IReadOnlyList<TieChoice> Choices, int DelaysLeft, ChoicePoint[] Points);
}
