namespace GmpSim.GoRuntime;

/// <summary>A mistake put into the scheduler on purpose: what the invariant checker and the exploration of orders must find.</summary>
public enum GoFault
{
    /// <summary>No mistake.</summary>
    None,

    /// <summary>The delicate dance is left out: after giving up its P a searcher does not look at the sources again (findRunnable, step 17).</summary>
    NoRecheck,

    /// <summary>netpollBreak returns without writing: the blocked poller sleeps on.</summary>
    DroppedBreak,

    /// <summary>resetspinning does not call wakep: who finds work wakes no successor.</summary>
    NoWakeChain,

    /// <summary>wakep leaves no needspinning note when no P is idle, as if 1.20 had not come.</summary>
    NeedSpinningIgnored,

    /// <summary>runqputslow forgets the new goroutine: 128 instead of 129 go to the global queue.</summary>
    OverflowLosesOne,

    /// <summary>runqsteal publishes one goroutine fewer than it took.</summary>
    StealLosesOne,

    /// <summary>An M that stops searching does not lower nmspinning, so nobody is ever woken again.</summary>
    SpinningLeak,

    /// <summary>sysmon takes a P from a system call and hands it to nobody.</summary>
    RetakeWithoutHandOff,

    /// <summary>Unlock wakes no waiter.</summary>
    LostUnlockWake,

    /// <summary>execute forgets that the goroutine inherits its slice: the tick rises with every one.</summary>
    EveryRunIsASlice,
}
