using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A goroutine that waits on an epoll instance of its own and handles what is ready, event after event (Poller.Polling of gnet, pkg/netpoll/poller_epoll_default.go).</summary>
/// <remarks>
/// The runtime's netpoller knows nothing of these descriptors. epoll_wait is a system call like any other: while it blocks the M sleeps in the kernel and its P
/// waits for it, until sysmon or a thief takes it away. As long as there were events the next call does not block; when one finds nothing the goroutine gives way (runtime.Gosched)
/// and the one after that blocks. Registrations are level-triggered.
/// </remarks>
internal abstract class PollingBody : IGoroutineBody
{
    private readonly EpollEvent[] _events;
    private readonly bool _locksThread;
    private int _count;
    private int _next;
    private bool _hasStarted;
    private bool _blocks = true;

    /// <summary>A goroutine to be.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="maxEvents">Events that one call returns at most.</param>
    /// <param name="locksThread">Whether it calls runtime.LockOSThread first.</param>
    private protected PollingBody(GoProcess process, int maxEvents, bool locksThread)
    {
        (Process, _events, _locksThread) = (process, new EpollEvent[maxEvents], locksThread);
        Epoll = new(process.Host, process.Account);
        process.Account.Descriptors.Reserve(1);
    }

    /// <summary>Its epoll instance.</summary>
    internal EpollInstance Epoll { get; }

    private protected GoProcess Process { get; }

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        var thread = m.Thread;
        if (!_hasStarted)
        {
            _hasStarted = true;
            await thread.Settle();
            if (_locksThread) Process.LockedThreads.Lock(m, g);
            await Start(m);
        }

        while (true)
        {
            for (; _next < _count; _next++)
            {
                if (g.PreemptRequested)
                {
                    await thread.Settle(); // others can see it from here on
                    return RunOutcome.Preempted;
                }

                if (await Handle(m, g, _events[_next].Item) is { } left) return left;
            }

            _next = 0;
            var keepsP = true;
            if (_blocks)
            {
                (_count, keepsP) = await Process.Syscalls.EpollWait(m, g, Epoll, _events);
            }
            else
            {
                Process.NonBlockingSyscall(m);
                await thread.Settle();
                _count = Epoll.Poll(thread, _events);
            }

            _blocks = _count == 0;
            if (!keepsP) return RunOutcome.LostP;
            if (!_blocks) continue;
            await thread.Settle();
            return RunOutcome.Yielded;
        }
    }

    /// <summary>What it does before it waits for the first time.</summary>
    private protected virtual async Process Start(WorkerThread m) => await m.Thread.Settle();

    /// <summary>Handles an event.</summary>
    /// <returns>Why it has left its M before it was through with the event, which it comes back to then; <see langword="null"/> if it is through.</returns>
    private protected abstract Process<RunOutcome?> Handle(WorkerThread m, Goroutine g, EpollItem item);
}
