using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M16: pthread_create, on the parent's side and until the child's first instruction.</summary>
/// <remarks>
/// The child runs libc's <c>time</c>, which stores a number other than 0 in a word that the parent watches: no managed code, which a new thread would first have to be made
/// known to. Before each start the child's CPU has been idle for as long as a sleeper's whose wake-up is taken off. glibc keeps stacks of threads that have ended, so the mapping of a stack is not in it, as it is not in Go's clone.
/// </remarks>
internal sealed unsafe partial class ThreadProbe : IProbe
{
    public const string Id = "thread";

    // From pthread_join's return until the child's CPU is idle: the rest of its exit, and a switch.
    private const long ChildEnds = 20_000;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        if (!NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "time", out var body)) throw new ProbeObstacleException("libc has no function 'time'");
        Affinity.TryPin(context.Cpu, context.RequireOtherCpu()); // a child is born with its parent's mask, and goes to the CPU that is idle
        try
        {
            for (var i = 0; i < Math.Max(20, context.Effort.Samples / 4) && !context.IsCancelled; i++) One(context, body, isWarmUp: i < 3);
        }
        finally
        {
            Affinity.TryPin(context.Cpu);
        }
    }

    private static void One(ProbeContext context, nint body, bool isWarmUp)
    {
        long word = 0;
        nint thread;
        for (var idle = Clock.Now() + ChildEnds + (WakeSweep.UsualGapMicroseconds * 1_000L); Clock.Now() < idle;) Thread.SpinWait(1);
        var watch = DisturbanceWatch.Start();
        var start = Clock.Now();
        var error = Create(&thread, 0, body, &word);
        var created = Clock.Now();
        if (error != 0) throw new NativeException("pthread_create", error);
        while (Volatile.Read(ref word) == 0 && Clock.Now() < created + 1_000_000_000) Thread.SpinWait(1);
        var started = Clock.Now();
        _ = Join(thread, null);
        if (isWarmUp) return;
        var isDisturbed = watch.IsDisturbed();
        context.Add("create", created - start - ProbeContext.ClockCost, isDisturbed: isDisturbed);
        context.Add("first-instruction", started - start - ProbeContext.ClockCost, isDisturbed: isDisturbed);
    }

    [LibraryImport("libc", EntryPoint = "pthread_create")]
    private static partial int Create(nint* thread, nint attributes, nint body, void* argument);

    [LibraryImport("libc", EntryPoint = "pthread_join")]
    private static partial int Join(nint thread, void** result);
}
