using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GmpSim.Calibration.Measuring;

/// <summary>The instruction that tells a core that its thread spins: PAUSE on x86-64, YIELD on arm64, as Go's <c>procyield</c> has it.</summary>
/// <remarks><see cref="Thread.SpinWait"/> counts in units of its own, which .NET stretches to some 37 ns on every processor; a pause takes 10 to 140 cycles on x86-64 and hardly any time on most arm64 cores.</remarks>
internal static class Pause
{
    /// <summary>That many of them.</summary>
    internal static void Times(int count)
    {
        for (var i = 0; i < count; i++) Once();
    }

    private static void Once()
    {
        if (X86Base.IsSupported) X86Base.Pause();
        else if (ArmBase.IsSupported) ArmBase.Yield();
        else Thread.SpinWait(1);
    }
}
