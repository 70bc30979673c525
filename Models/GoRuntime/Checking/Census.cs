namespace GmpSim.GoRuntime;

/// <summary>Where every goroutine has been found during one check: each may be in one place only.</summary>
/// <remarks>Goroutines carry a mark of the check that has seen them, so a process can have one checker.</remarks>
internal sealed class Census
{
    private int _round;

    /// <summary>Goroutines found so far.</summary>
    internal int Count { get; private set; }

    internal void Clear()
    {
        _round++;
        Count = 0;
    }

    /// <summary>Invariants 3 and 4: a goroutine in this place has this status and is nowhere else.</summary>
    internal void See(Goroutine? g, GoroutineStatus status, string place)
    {
        if (g is null) Violation.Fail($"an empty slot {place}");
        if (g.Status != status) Violation.Fail($"goroutine {g.Id} is {place} with status {g.Status}");
        if (g.SeenInCheck == _round) Violation.Fail($"goroutine {g.Id} is {place} and elsewhere too");
        g.SeenInCheck = _round;
        Count++;
    }
}
