using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M1: the null system call, the clock, and the transition that every other call here pays on its way out of managed code.</summary>
internal sealed class CallProbe : IProbe
{
    public const string Id = "call";

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        context.Blocks("transition", 5000, Transitions);
        context.Blocks("direct", 5000, Direct);
        context.Blocks("clock", 2000, Clocks);
        context.Blocks("getpid", 1000, ProcessIds);
        context.Blocks("getpid-direct", 1000, ProcessIdsDirect);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transitions(int operations)
    {
        for (var i = 0; i < operations; i++) Libc.Nothing(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Direct(int operations)
    {
        for (var i = 0; i < operations; i++) Libc.NothingDirect(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clocks(int operations)
    {
        for (var i = 0; i < operations; i++) Clock.Now();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProcessIds(int operations)
    {
        for (var i = 0; i < operations; i++) _ = Libc.ProcessId();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProcessIdsDirect(int operations)
    {
        for (var i = 0; i < operations; i++) _ = Libc.ProcessIdDirect();
    }
}
