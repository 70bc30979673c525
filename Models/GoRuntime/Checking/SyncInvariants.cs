namespace GmpSim.GoRuntime;

/// <summary>Goroutines that wait for each other: each stands in the queues it knows of, and nobody waits without need (invariants 4, 14 and 29).</summary>
internal sealed class SyncInvariants(Census census, SyncObjects sync)
{
    private readonly List<ISyncObject> _watched = sync.Watched ??= [];

    internal void Check()
    {
        foreach (var one in sync.Shared) CheckObject(one);
        foreach (var one in _watched) CheckObject(one);
    }

    private void CheckObject(ISyncObject one)
    {
        for (var i = 0; one.QueueAt(i) is { } queue; i++) CheckQueue(one, queue);
        if (one.FindFault() is { } fault) Violation.Fail($"{one.Name}: {fault}");
    }

    private void CheckQueue(ISyncObject one, WaitQueue queue)
    {
        for (var s = queue.First; s is not null; s = s.Next)
        {
            if (!ReferenceEquals(s.Queue, queue)) Violation.Fail($"an entry of goroutine {s.G.Id} at {one.Name} belongs to another queue");
            if (s is { IsSelect: true, G.SelectDone: true }) continue; // readied through another case, and has not run since
            if (ReferenceEquals(s.G.Waiting, s)) census.See(s.G, GoroutineStatus.Waiting, $"parked at {one.Name}");
            else if (!s.IsSelect) Violation.Fail($"goroutine {s.G.Id} is in the queue of {one.Name} and does not know it");
        }
    }
}
