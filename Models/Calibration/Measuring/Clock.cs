using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Measuring;

/// <summary>CLOCK_MONOTONIC.</summary>
internal static class Clock
{
    /// <summary>CLOCK_MONOTONIC.</summary>
    internal const int Monotonic = 1;

    /// <summary>Now, in nanoseconds since an arbitrary start; through the vDSO, comparable across CPUs to some 100 ns.</summary>
    internal static unsafe long Now()
    {
        TimeSpec time;
        _ = Libc.ClockGetTime(Monotonic, &time);
        return time.TotalNanoseconds;
    }
}
