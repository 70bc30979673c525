using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Measuring;

/// <summary>SCHED_BATCH for the calling thread: a thread of this policy does not preempt whoever wakes it, so wake and switch can be timed apart.</summary>
/// <remarks>Source: kernel/sched/fair.c, wakeup_preempt_fair. Anybody may choose it, and go back.</remarks>
internal readonly ref struct BatchPolicy
{
    private const int Normal = 0;
    private const int Batch = 3;

    private BatchPolicy(bool isOn) => IsOn = isOn;

    /// <summary>Whether the kernel agreed.</summary>
    internal bool IsOn { get; }

    /// <summary>Chooses it until the end of the scope.</summary>
    internal static BatchPolicy Choose() => new(Set(Batch));

    /// <summary>Goes back to the normal policy.</summary>
    public void Dispose()
    {
        if (IsOn) Set(Normal);
    }

    private static unsafe bool Set(int policy)
    {
        var priority = 0;
        return Libc.SetScheduler(0, policy, &priority) >= 0;
    }
}
