using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M14 and M19: system calls by 1, 2, 4, … CPUs at once that go through one lock of the kernel, beside the same calls that share none.</summary>
/// <remarks>
/// Two CPUs do not saturate such a lock: what one call takes longer beside another is mostly the way of the lock's line from cache to cache. So no cost is fitted on it.
/// </remarks>
internal sealed unsafe class ContentionProbe : IProbe
{
    public const string Id = "contention";

    private const int MostContenders = 16;
    private const int Batch = 50;
    private const long BlockTime = 2_000_000;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        var most = Math.Min(context.Cpus.Count, MostContenders);
        var shared = descriptors.Epoll();
        var harvested = descriptors.Epoll();
        var ready = descriptors.EventFd();
        Descriptors.Watch(harvested, ready, Epoll.In);
        Descriptors.Signal(ready);
        int[] together = [.. Enumerable.Range(0, most).Select(_ => Watched(descriptors, shared))];
        int[] apart = [.. Enumerable.Range(0, most).Select(_ => Watched(descriptors, descriptors.Epoll()))];
        for (var contenders = 1; contenders <= most; contenders = contenders < most ? Math.Min(contenders * 2, most) : most + 1)
        {
            Contended(context, contenders, "write;one-epoll", i => Write(together[i]));
            Contended(context, contenders, "write;own-epoll", i => Write(apart[i]));
            Contended(context, contenders, "epoll_wait;one-epoll", _ => Wait(harvested));
            Contended(context, contenders, "dup-close;one-table", i => Duplicate(apart[i]));
        }

        if (context.Cpus.Count < 2) throw new ProbeObstacleException("contention needs two CPUs");
    }

    private static int Watched(Descriptors descriptors, int epoll)
    {
        var eventFd = descriptors.EventFd();
        Descriptors.Watch(epoll, eventFd, Epoll.In | Epoll.EdgeTriggered);
        return eventFd;
    }

    // Everybody works until the time is over; nanoseconds for one operation of one thread.
    private static void Contended(ProbeContext context, int contenders, string name, Action<int> batch)
    {
        for (var block = 0; block < Math.Max(4, context.Effort.Blocks / 3) && !context.IsCancelled; block++)
        {
            var counts = Contenders.Count(context, contenders, (i, begin) => CountUntil(begin, i, batch), out var isDisturbed);
            if (block > 0 && counts.All(count => count > 0)) context.Add($"{name};threads={contenders}", BlockTime / counts.Average(), isDisturbed: isDisturbed);
        }
    }

    private static long CountUntil(long begin, int number, Action<int> batch)
    {
        while (Clock.Now() < begin)
        {
        }

        var count = 0L;
        for (var end = begin + BlockTime; Clock.Now() < end; count += Batch) batch(number);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(int eventFd)
    {
        for (var i = 0; i < Batch; i++) Descriptors.Signal(eventFd);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wait(int epoll)
    {
        var events = stackalloc byte[EpollEventLayout.OfThisMachine.Size * MostContenders];
        for (var i = 0; i < Batch; i++) Libc.EpollWait(epoll, events, MostContenders, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Duplicate(int descriptor)
    {
        for (var i = 0; i < Batch; i++) _ = Libc.Close(Libc.Duplicate(descriptor));
    }
}
