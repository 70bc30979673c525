using ThreadState = GmpSim.Machine.ThreadState;

namespace GmpSim.GoRuntime;

/// <summary>Who polls the network (invariant 11). Invariant 12, one poll of findRunnable at a time, holds by construction: its gate is one flag.</summary>
internal sealed class PollerInvariants(GoProcess process)
{
    /// <summary>
    /// Invariant 11: at most one M is blocked in an instance, unless the options let any; it holds no P; and not all sleep on a ready list
    /// that has something on it (of several, one has been woken for it).
    /// </summary>
    internal void Check()
    {
        foreach (var instance in process.Netpoller.Instances)
        {
            if (instance.Sleepers.Count > 1 && !process.Options.AnyMayWait) Violation.Fail($"{instance.Sleepers.Count} Ms are blocked in poller {instance.Number}");
            var asleep = 0;
            foreach (var m in instance.Sleepers)
            {
                if (m.P is not null) Violation.Fail($"M{m.Id} is blocked in the poller with P{m.P.Id}");
                if (m.Thread.State == ThreadState.Blocked) asleep++;
            }

            if (asleep > 0 && asleep == instance.Sleepers.Count && instance.Epoll.ReadyCount > 0)
                Violation.Fail($"M{instance.Blocked!.Id} sleeps in epoll_wait while {instance.Epoll.ReadyCount} descriptors are ready");
        }
    }
}
