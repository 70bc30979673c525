using System.Runtime;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>Runs a server and its clients for real, on threads of this process.</summary>
/// <remarks>
/// Loopback only; bounded by <see cref="LiveLimits"/>. Threads are dedicated ones, counters lie in native memory, nothing is allocated for a request, and the garbage collector is
/// kept out where the runtime allows. One run at a time: two would measure each other.
/// </remarks>
public static class LiveRunner
{
    private const long NoCollectionBytes = 64 << 20;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly Lock s_oneAtATime = new();

    /// <summary>Runs.</summary>
    /// <param name="scenario">What.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="LiveRefusalException">This machine, or this container, does not let it be run.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no thread or descriptor is left.</exception>
    public static LiveOutcome Run(LiveScenario scenario, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (!OperatingSystem.IsLinux()) throw new LiveRefusalException("real runs need Linux: they use its epoll and futex; simulated runs work everywhere");
        if (LiveLimits.WhyNot(scenario) is { } reason) throw new LiveRefusalException($"{reason} is not run for real");
        lock (s_oneAtATime)
        {
            try
            {
                return RunAlone(scenario, cancel);
            }
            catch (NativeException refused)
            {
                throw new LiveRefusalException($"this machine refuses a system call: {refused.Message}");
            }
        }
    }

    private static LiveOutcome RunAlone(LiveScenario scenario, CancellationToken cancel)
    {
        _ = SpinWork.OfThisMachine; // measured before anything else runs
        var window = new LiveWindow();
        using var world = LiveWorld.Build(scenario, window);
        var keepsCollectorOut = TryKeepCollectorOut();
        try
        {
            world.Start();
            world.Wait(scenario.Warmup, s_look, cancel);
            window.Open();
            var before = world.Look();
            world.Wait(scenario.Duration, s_look, cancel);
            var after = world.Look();
            window.Close();
            world.End(s_patience);
            return world.Outcome(before, after);
        }
        finally
        {
            window.Close();
            world.End(s_patience);
            if (keepsCollectorOut && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
    }

    private static bool TryKeepCollectorOut()
    {
        try
        {
            return GC.TryStartNoGCRegion(NoCollectionBytes);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentOutOfRangeException)
        {
            return false; // somebody else has one, or the limit is lower: a collection costs accuracy, not the run
        }
    }
}
