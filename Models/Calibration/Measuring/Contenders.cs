namespace GmpSim.Calibration.Measuring;

/// <summary>Threads on CPUs of their own that do the same work during the same time.</summary>
internal static class Contenders
{
    private const long Notice = 100_000; // for everybody to see when it begins
    private const long Patience = 2_000_000_000;

    /// <summary>Lets them work; the caller is the first of them.</summary>
    /// <param name="context">The round: its CPUs, the caller's first.</param>
    /// <param name="number">How many.</param>
    /// <param name="work">What each does: given its number and when to begin, the count of what it has done.</param>
    /// <param name="isDisturbed">Whether something disturbed the caller meanwhile.</param>
    /// <returns>The count of each.</returns>
    internal static long[] Count(ProbeContext context, int number, Func<int, long, long> work, out bool isDisturbed)
    {
        var counts = new long[number];
        var begin = 0L;
        var others = Enumerable.Range(1, number - 1)
            .Select(i => PinnedThread.Start("gmpsim-contender", context.Cpus[i], () => counts[i] = Await(ref begin) is > 0 and var when ? work(i, when) : 0)).ToArray();
        var watch = DisturbanceWatch.Start(); // only now: to start a thread is to lose the CPU
        var start = Clock.Now() + Notice;
        Volatile.Write(ref begin, start);
        counts[0] = work(0, start);
        isDisturbed = watch.IsDisturbed();
        foreach (var other in others) other.Join();
        return counts;
    }

    private static long Await(ref long begin)
    {
        var end = Clock.Now() + Patience;
        while (Volatile.Read(ref begin) == 0 && Clock.Now() < end)
        {
        }

        return Volatile.Read(ref begin);
    }
}
