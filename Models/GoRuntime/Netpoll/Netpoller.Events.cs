using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <content>From events to goroutines.</content>
public abstract partial class Netpoller
{
    /// <summary>What a pipe gives up in one read of netpoll's 16-byte buffer (up to 1.22).</summary>
    private const long PipeRead = 16;

    /// <summary>
    /// Whether descriptors are armed for what a goroutine waits for, when it waits: level-triggered and one-shot ones. An
    /// edge-triggered one is armed for both directions for good.
    /// </summary>
    private bool ArmsOnPark => (Process.Options.PollTrigger & (EpollTrigger.EdgeTriggered | EpollTrigger.OneShot)) != EpollTrigger.EdgeTriggered;

    /// <summary>Whether an event of this instance does not reach the goroutine that waits for it; only a faulty poller has such.</summary>
    private protected virtual bool Loses(PollInstance instance, PollDesc pd) => false;

    /// <summary>What netpoll does with the events that epoll_wait gave it. The goroutines go to a list whose LAST element runs first: netpoll pushes onto a LIFO list.</summary>
    /// <remarks>Go applies the change of netpollWaiters after the goroutines are runnable (from 1.22); that is the same instant here.</remarks>
    /// <returns>Whether a break was among them.</returns>
    internal bool Collect(KernelThread thread, PollInstance instance, EpollEvent[] events, int count, List<Goroutine> list, bool blocking)
    {
        var isBreak = false;
        var before = list.Count;
        for (var i = 0; i < count; i++)
        {
            ref readonly var occurrence = ref events[i];
            if (occurrence.Item.Tag is PollDesc pd)
            {
                thread.SpendInRuntime(Process.Costs.NetpollEvent);
                Deliver(thread, instance, pd, in occurrence, list);
                continue;
            }

            isBreak = true;
            // Only the blocking poll takes it, or the blocked M would sleep through it; and not while more Ms are to come for a P.
            if (!blocking || _handedOver.Count > 1) continue;
            instance.BreakPending = false;
            instance.BreakFd.Drain(thread, Process.Options.Rules.BreaksThroughPipe ? PipeRead : long.MaxValue);
        }

        if (list.Count > before && Process.Options.Rules.IoDecrementsWaiters) thread.StoreLine(instance.StateLine); // netpollAdjustWaiters
        return isBreak;
    }

    /// <summary>netpollready: IN, RDHUP, HUP and ERR concern the reader, OUT, HUP and ERR the writer. The reader is pushed first.</summary>
    private void Deliver(KernelThread thread, PollInstance instance, PollDesc pd, in EpollEvent occurrence, List<Goroutine> list)
    {
        if (!ReferenceEquals(pd.Item, occurrence.Item) && Process.Options.Rules.TagsPollDescs) return; // of the descriptor that had this pollDesc before
        pd.HasEventError = occurrence.Mask == PollMask.Error;
        thread.WriteLine(pd.Line);
        var isUseful = false;
        if ((occurrence.Mask & (PollMask.In | PollMask.Hangup | PollMask.Error)) != PollMask.None) isUseful |= Unblock(instance, pd, PollMode.Read, list);
        if ((occurrence.Mask & (PollMask.Out | PollMask.Error)) != PollMask.None) isUseful |= Unblock(instance, pd, PollMode.Write, list);
        if (ArmsOnPark) AfterDelivery(thread, pd, in occurrence, isUseful);
    }

    private bool Unblock(PollInstance instance, PollDesc pd, PollMode mode, List<Goroutine> list)
    {
        if (mode == PollMode.Read && Loses(instance, pd))
        {
            Process.Counters.LostEvents++;
            return false;
        }

        if (pd.Semaphore(mode).Unblock(ioReady: true) is not { } g) return false;
        if (Process.Options.Rules.IoDecrementsWaiters) instance.Waiters--;
        list.Add(g);
        if (mode == PollMode.Write) return true; // skew is counted for readers: descriptors are writable nearly always
        g.WokenByNetpoll = true;
        g.FdReadyAt = pd.Descriptor.ReadyAt;
        g.Clock = (pd.Descriptor as TcpSocket)?.NextMessage?.Clock;
        return true;
    }

    /// <summary>
    /// Where descriptors are armed on parking (netpollarm, which Go has for systems without edge triggering): a one-shot event that
    /// also disarmed the other direction's goroutine arms it again; a level that nobody waits for is switched off, or it would be
    /// delivered for ever; a broken connection, which cannot be switched off, is removed.
    /// </summary>
    private static void AfterDelivery(KernelThread thread, PollDesc pd, in EpollEvent occurrence, bool isUseful)
    {
        if (pd.Item.Epoll is not { } epoll) return;
        var awaited = (pd.Waiter is null ? PollMask.None : PollMask.In) | (pd.WriteWaiter is null ? PollMask.None : PollMask.Out);
        if (!pd.Item.IsArmed)
        {
            if (awaited != PollMask.None) epoll.Modify(thread, pd.Item, awaited);
        }
        else if (!isUseful && (occurrence.Mask & (PollMask.Hangup | PollMask.Error)) != PollMask.None)
        {
            epoll.Remove(thread, pd.Item);
        }
        else if (!isUseful)
        {
            epoll.Modify(thread, pd.Item, awaited);
        }
    }

    /// <summary>netpollarm: makes sure that the descriptor is armed for this direction, beside what another goroutine waits for.</summary>
    private static void Arm(KernelThread thread, PollDesc pd, PollMode mode)
    {
        if (pd.Item.Epoll is not { } epoll) return;
        var wanted = mode == PollMode.Read ? PollMask.In : PollMask.Out;
        if (pd.Item.IsArmed && (pd.Item.Interest & wanted) != PollMask.None) return;
        epoll.Modify(thread, pd.Item, wanted | (pd.Item.Interest & (PollMask.In | PollMask.Out)));
    }
}
