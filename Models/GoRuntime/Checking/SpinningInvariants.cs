namespace GmpSim.GoRuntime;

/// <summary>Searchers (invariant 10).</summary>
internal sealed class SpinningInvariants(GoProcess process)
{
    /// <summary>Invariant 10: nmspinning is the number of spinning Ms; one that spins has a P, or is on its way to one, and nothing to do.</summary>
    internal void Check()
    {
        var spinning = 0;
        foreach (var m in process.Ms)
        {
            if (!m.Spinning) continue;
            spinning++;
            if (m.P is null && m.NextP is null) Violation.Fail($"M{m.Id} spins without a P");
            if (m.Current is not null) Violation.Fail($"M{m.Id} spins and runs goroutine {m.Current.Id}");
            if (m.P?.Runnext is { } next) Violation.Fail($"M{m.Id} spins with goroutine {next.Id} in its own runnext");
        }

        foreach (var (_, isSearcher) in process.Netpoller.HandedOver) spinning += isSearcher ? 1 : 0;
        if (spinning != process.Sched.Spinning) Violation.Fail($"{spinning} Ms spin, nmspinning is {process.Sched.Spinning}");
    }
}
