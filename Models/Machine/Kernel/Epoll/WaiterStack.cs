namespace GmpSim.Machine;

/// <summary>Threads asleep in epoll_wait on one instance (ep->wq): whoever began to wait last is woken first.</summary>
/// <remarks>epoll_wait queues itself exclusively at the head (__add_wait_queue_exclusive), the only part of the kernel that does.</remarks>
internal sealed class WaiterStack(KernelRules rules)
{
    private readonly List<KernelThread> _threads = [];
    private readonly bool _wakerRemoves = rules.EpollWakerRemovesWaiter;
    private readonly bool _removesTheAwake = rules.EpollWakerRemovesTheAwake;

    /// <summary>Entries of the queue; before 5.7 those that have been woken and have not run yet, too.</summary>
    internal int Count => _threads.Count;

    internal void Push(KernelThread thread) => _threads.Add(thread);

    /// <summary>The thread runs again.</summary>
    /// <returns>Whether it was still in the queue.</returns>
    internal bool Leave(KernelThread thread) => _threads.Remove(thread);

    /// <summary>Whom a wake-up goes to (__wake_up_common): an exclusive wake-up ends with the first that it wakes, and passes over who is awake already.</summary>
    /// <returns><see langword="null"/> when there is nobody left to wake.</returns>
    internal KernelThread? TakeNext()
    {
        for (var i = _threads.Count - 1; i >= 0; i--)
        {
            var thread = _threads[i];
            var canBeWoken = thread.CanBeWoken;
            if (canBeWoken ? _wakerRemoves : _removesTheAwake) _threads.RemoveAt(i);
            if (canBeWoken) return thread;
        }

        return null;
    }
}
