namespace GmpSim.GoRuntime;

/// <summary>Where every goroutine has been found during one check: each may be in one place only.</summary>
internal sealed class Census
{
    private readonly HashSet<Goroutine> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Goroutines found so far.</summary>
    internal int Count => _seen.Count;

    internal void Clear() => _seen.Clear();

    /// <summary>Invariants 3 and 4: a goroutine in this place has this status and is nowhere else.</summary>
    internal void See(Goroutine? g, GoroutineStatus status, string place)
    {
        if (g is null) Violation.Fail($"an empty slot {place}");
        if (g.Status != status) Violation.Fail($"goroutine {g.Id} is {place} with status {g.Status}");
        if (!_seen.Add(g)) Violation.Fail($"goroutine {g.Id} is {place} and elsewhere too");
    }
}
