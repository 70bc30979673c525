using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>Waiting for a time of the clock: asleep for most of it, then looking at the clock.</summary>
internal static unsafe class PreciseWait
{
    /// <summary>Left for looking at the clock; a sleep ends late by some tens of microseconds on a core that the host has halted.</summary>
    private const long LookingNs = 30_000;

    /// <summary>Longest sleep, so that the end of a run is not missed.</summary>
    private const long LongestSleepNs = 20_000_000;

    /// <summary>Waits; <see langword="false"/> when the run was over before.</summary>
    internal static bool Until(long time, LiveWindow window)
    {
        while (!window.IsOver)
        {
            var left = time - Clock.Now();
            if (left <= 0) return true;
            if (left <= LookingNs) continue;
            var sleep = TimeSpec.Of(Math.Min(left - LookingNs, LongestSleepNs));
            _ = Libc.NanoSleep(&sleep, null);
        }

        return false;
    }
}
