using ThreadState = GmpSim.Machine.ThreadState;

namespace GmpSim.GoRuntime;

/// <summary>Who polls the network (invariant 11). Invariant 12, one poll of findRunnable at a time, holds by construction: its gate is one flag.</summary>
internal sealed class PollerInvariants(GoProcess process)
{
    /// <summary>Invariant 11: a blocked poller holds no P, and does not sleep on a ready list that has something on it.</summary>
    internal void Check()
    {
        foreach (var instance in process.Netpoller.Instances)
        {
            if (instance.Blocked is not { } m) continue;
            if (m.P is not null) Violation.Fail($"M{m.Id} is blocked in the poller with P{m.P.Id}");
            if (m.Thread.State == ThreadState.Blocked && instance.Epoll.ReadyCount > 0) Violation.Fail($"M{m.Id} sleeps in epoll_wait while {instance.Epoll.ReadyCount} descriptors are ready");
        }
    }
}
