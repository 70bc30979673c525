namespace GmpSim.GoRuntime;

/// <summary>Waiting goroutines in the order in which they are woken (waitq in chan.go, the list of one address in sema.go).</summary>
internal sealed class WaitQueue
{
    /// <summary>The entry that is woken first.</summary>
    internal Sudog? First { get; private set; }

    private Sudog? Last { get; set; }

    /// <summary>enqueue: behind all others.</summary>
    internal void PutLast(Sudog s)
    {
        s.Queue = this;
        s.Next = null;
        s.Previous = Last;
        if (Last is null) First = s;
        else Last.Next = s;
        Last = s;
    }

    /// <summary>Before all others (lifo in semaRoot.queue).</summary>
    internal void PutFirst(Sudog s)
    {
        s.Queue = this;
        s.Previous = null;
        s.Next = First;
        if (First is null) Last = s;
        else First.Previous = s;
        First = s;
    }

    /// <summary>dequeue: takes out the first entry that still waits.</summary>
    /// <remarks>
    /// The goroutine of a select may have been readied through another case and not have run since; its entries are then
    /// still in the queues of the other cases. Whoever sets selectDone first has won; the entries of those that lost are dropped here.
    /// </remarks>
    internal Sudog? TakeFirst()
    {
        while (First is { } s)
        {
            Remove(s);
            if (s.IsSelect)
            {
                if (s.G.SelectDone) continue;
                s.G.SelectDone = true;
            }

            s.IsWinner = true;
            return s;
        }

        return null;
    }

    /// <summary>dequeueSudoG: takes out one entry, wherever it stands.</summary>
    internal void Remove(Sudog s)
    {
        if (s.Previous is null) First = s.Next;
        else s.Previous.Next = s.Next;
        if (s.Next is null) Last = s.Previous;
        else s.Next.Previous = s.Previous;
        s.Next = null;
        s.Previous = null;
        s.Queue = null;
    }
}
