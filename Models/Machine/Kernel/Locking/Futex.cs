using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A word in memory on which threads of a process sleep until another one wakes them (kernel/futex/waitwake.c).</summary>
/// <remarks>
/// <para>
/// FUTEX_WAIT counts the thread among the waiters of its bucket, takes the bucket's lock, reads the word again, queues and sleeps. FUTEX_WAKE looks at that count first: where it is zero it takes no
/// lock. Else it takes sleepers off the queue under the lock, and wakes them after it has let go of it, without the hint that would pull them to its own core. Threads of equal priority are
/// woken in the order in which they came, whatever their nice level. Nothing is handed over: who is woken looks at the word again.
/// </para>
/// <para>
/// A thread that runs ahead of the clock queues before its time. A waker whose own time is before that has changed the word before the sleeper read it: it finds nobody, and the sleeper,
/// which would have come back with EAGAIN, goes on when the time that it owes has passed. Left out: the word's own line (it is the caller's), the walk past words of the same bucket,
/// priority inheritance, requeueing, bitsets, words shared between processes.
/// </para>
/// </remarks>
public sealed class Futex
{
    private readonly Host _host;
    private readonly FutexTable _table;
    private readonly List<Waiter> _queue = new(1);

    internal Futex(Host host, FutexTable table, uint hash)
    {
        _host = host;
        _table = table;
        Hash = hash;
    }

    /// <summary>What the word holds, for those who use <see cref="Wait"/>; whoever writes it pays for its line.</summary>
    public int Value { get; set; }

    /// <summary>Threads queued on it.</summary>
    public int WaiterCount => _queue.Count;

    internal uint Hash { get; }

    internal FutexBucket Bucket { get; set; } = null!;

    /// <summary>FUTEX_WAIT.</summary>
    /// <param name="caller">The calling thread.</param>
    /// <param name="expected">What it takes the word for.</param>
    /// <param name="deadline">When to give up; the kernel's timer slack comes on top. <see cref="SimTime.MaxValue"/> for never.</param>
    public async Process<FutexResult> Wait(KernelThread caller, int expected, SimTime deadline)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel();
        Lock(caller);
        await caller.Settle();
        if (Value != expected) return FutexResult.Changed;
        Queue(caller);
        caller.SpendInKernel(_host.Costs.FutexWait);
        await caller.BlockUntil(deadline == SimTime.MaxValue ? deadline : deadline + _host.Costs.TimerSlack);
        return Leave(caller) ? FutexResult.TimedOut : FutexResult.Woken;
    }

    /// <summary>
    /// FUTEX_WAIT by a thread that knows the word to be unchanged: everything up to the sleep itself, for which it blocks next. One that blocks with a deadline calls <see cref="Leave"/> after it.
    /// </summary>
    public void BeginWait(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel();
        Lock(caller);
        Queue(caller);
        caller.SpendInKernel(_host.Costs.FutexWait);
    }

    /// <summary>The thread is awake again: if nobody has taken it off the queue, it leaves (futex_unqueue).</summary>
    /// <returns>Whether it was still queued: its time ran out.</returns>
    public bool Leave(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        for (var i = 0; i < _queue.Count; i++)
        {
            if (!ReferenceEquals(_queue[i].Thread, caller)) continue;
            Lock(caller);
            Remove(i);
            return true;
        }

        return false;
    }

    /// <summary>FUTEX_WAKE by a thread of the process, after it has changed the word.</summary>
    /// <param name="by">The waking thread, which pays.</param>
    /// <param name="most">How many it wakes at most.</param>
    /// <returns>How many threads it has taken off the queue.</returns>
    public int Wake(KernelThread by, int most = 1)
    {
        ArgumentNullException.ThrowIfNull(by);
        _table.Fit();
        if (Bucket.Waiters == 0 || (_queue.Count > 0 && by.LocalNow < _queue[0].Since))
        {
            Bucket.Look(by);
            by.SpendInKernel(_host.Costs.FutexWakeEmpty);
        }
        else
        {
            Bucket.Run(by);
        }

        var woken = 0;
        while (woken < most && _queue.Count > 0)
        {
            var (thread, since) = _queue[0];
            Remove(0);
            woken++;
            if (since <= by.LocalNow) by.SpendInKernel(_host.Costs.FutexWake);
            by.Account.FutexWakes++;
            _host.Wake(thread, by.Owed, by.Core);
        }

        return woken;
    }

    /// <summary>Wakes the first sleeper for a cause outside the process: nobody in it pays.</summary>
    public void WakeFromOutside()
    {
        if (_queue.Count == 0) return;
        var thread = _queue[0].Thread;
        Remove(0);
        _host.Wake(thread, SimDuration.Zero, waker: null);
    }

    private void Lock(KernelThread thread)
    {
        _table.Fit();
        Bucket.Run(thread);
    }

    private void Queue(KernelThread thread)
    {
        thread.DiscardWakeToken();
        _queue.Add(new(thread, thread.LocalNow));
        Bucket.Waiters++;
    }

    private void Remove(int index)
    {
        _queue.RemoveAt(index);
        Bucket.Waiters--;
    }

    /// <summary>A queued thread, and when it was queued by its own clock.</summary>
    private readonly record struct Waiter(KernelThread Thread, SimTime Since);
}
