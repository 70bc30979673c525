using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <content>Where any M may wait in epoll_wait, idle Ms are not parked: a P that needs one is left for whichever comes back first.</content>
public abstract partial class Netpoller
{
    private readonly Queue<(Processor P, bool Spinning)> _handedOver = new();

    /// <summary>Ps on their way to an M that sleeps in epoll_wait, and whether it shall search. For checks.</summary>
    internal IReadOnlyCollection<(Processor P, bool Spinning)> HandedOver => _handedOver;

    /// <summary>startm, where idle Ms wait in epoll_wait: leaves the P for one of them and breaks one out.</summary>
    /// <param name="by">Who pays for the break; <see langword="null"/> for work from outside.</param>
    /// <param name="p">The P.</param>
    /// <param name="spinning">Whether the M shall search.</param>
    /// <returns>Whether there is an M for it.</returns>
    internal bool TryHandOver(KernelThread? by, Processor p, bool spinning)
    {
        if (!AnyMayWait) return false;
        foreach (var instance in AllInstances)
        {
            if (instance.Sleepers.Count <= _handedOver.Count) continue;
            _handedOver.Enqueue((p, spinning));
            if (by is null) BreakFromOutside(instance, Process.Host.Cores[p.LastCore]);
            else Break(by, instance);
            return true;
        }

        return false;
    }

    private void TakeHandedOver(WorkerThread m)
    {
        if (!_handedOver.TryDequeue(out var given)) return;
        m.Spinning = given.Spinning;
        Waker.AcquireP(m, given.P);
    }
}
