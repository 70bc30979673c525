using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A channel (hchan, chan.go, every version): values go straight to a waiting peer, else through the buffer, else the goroutine parks.</summary>
/// <remarks>
/// One lock on one cache line; every operation holds it for <c>go.chan_op</c>. Values themselves are not modelled, only their number.
/// See <see cref="SyncObjects"/> for how operations are called.
/// </remarks>
public sealed class Channel : ISyncObject
{
    private readonly SyncObjects _sync;
    private readonly CacheLine _line;

    internal Channel(SyncObjects sync, string name, int capacity, CacheLine line)
    {
        _sync = sync;
        Name = name;
        Capacity = capacity;
        _line = line;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Values that it buffers (cap).</summary>
    public int Capacity { get; }

    /// <summary>Values in the buffer (len).</summary>
    public int Count { get; private set; }

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>recvq.</summary>
    internal WaitQueue Receivers { get; } = new();

    /// <summary>sendq.</summary>
    internal WaitQueue Senders { get; } = new();

    /// <summary>chansend.</summary>
    /// <returns>Whether the value is sent; else the goroutine is parked.</returns>
    /// <exception cref="GoPanicException">The channel is closed.</exception>
    public bool Send(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is { } woken)
        {
            var sent = woken.Success;
            _sync.ReleaseWaiting(g);
            if (!sent) throw SendOnClosed(m, g);
            return true;
        }

        Lock(m);
        if (TrySend(m, g)) return true;
        Park(m, g, Senders, WaitReason.ChanSend);
        return false;
    }

    /// <summary>chanrecv.</summary>
    /// <returns>Whether there was a value, or the channel is closed and empty; else the goroutine is parked.</returns>
    public bool Receive(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is not null)
        {
            _sync.ReleaseWaiting(g);
            return true;
        }

        Lock(m);
        if (TryReceive(m)) return true;
        Park(m, g, Receivers, WaitReason.ChanReceive);
        return false;
    }

    /// <summary>closechan: receivers get nothing, senders panic.</summary>
    /// <remarks>All are taken out first, onto a list that is worked off from its end: the first waiter is readied last and so runs next.</remarks>
    /// <exception cref="GoPanicException">The channel is closed already.</exception>
    public void Close(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        Lock(m);
        if (IsClosed) throw new GoPanicException(g, m.Thread.LocalNow, "close of closed channel", Name);
        IsClosed = true;
        Sudog? last = null;
        while ((Receivers.TakeFirst() ?? Senders.TakeFirst()) is { } s)
        {
            s.Next = last;
            last = s;
        }

        while (last is { } s)
        {
            last = s.Next;
            s.Next = null;
            _sync.Ready(m, s);
        }
    }

    /// <summary>Takes the channel's lock for one operation: the thread pays waiting, line transfer and the operation.</summary>
    internal void Lock(WorkerThread m) => m.Thread.LockLine(_line, _sync.Costs.ChannelOp);

    /// <summary>Whether a send would have to wait, judged without the lock (full, chan.go).</summary>
    internal bool LooksFull(WorkerThread m)
    {
        m.Thread.ReadLine(_line);
        return !IsClosed && (Capacity == 0 ? Receivers.First is null : Count == Capacity);
    }

    /// <summary>Whether a receive would have to wait, judged without the lock (empty, chan.go).</summary>
    internal bool LooksEmpty(WorkerThread m)
    {
        m.Thread.ReadLine(_line);
        return !IsClosed && (Capacity == 0 ? Senders.First is null : Count == 0);
    }

    /// <summary>Under the lock: sends if nobody has to wait for it.</summary>
    internal bool TrySend(WorkerThread m, Goroutine g)
    {
        if (IsClosed) throw SendOnClosed(m, g);
        if (Receivers.TakeFirst() is { } receiver)
        {
            HandOver(m, receiver);
            return true;
        }

        if (Count == Capacity) return false;
        Count++;
        return true;
    }

    /// <summary>Under the lock: receives if nobody has to wait for it.</summary>
    internal bool TryReceive(WorkerThread m)
    {
        if (IsClosed && Count == 0) return true;
        if (Senders.TakeFirst() is { } sender)
        {
            HandOver(m, sender); // with a buffer its value takes the place of the one received: the buffer stays full
            return true;
        }

        if (Count == 0) return false;
        Count--;
        return true;
    }

    /// <summary>A parked sender has been woken by a close.</summary>
    internal GoPanicException SendOnClosed(WorkerThread m, Goroutine g) => new(g, m.Thread.LocalNow, "send on closed channel", Name);

    string ISyncObject.Name => $"channel {Name}";

    WaitQueue? ISyncObject.QueueAt(int index) => index switch { 0 => Receivers, 1 => Senders, _ => null };

    string? ISyncObject.FindFault()
    {
        var receiver = FirstWaiting(Receivers);
        var sender = FirstWaiting(Senders);
        if (receiver is not null && sender is not null && !ReferenceEquals(receiver.G, sender.G)) return $"goroutine {receiver.G.Id} waits to receive and goroutine {sender.G.Id} to send";
        if (receiver is not null && (Count > 0 || IsClosed)) return $"goroutine {receiver.G.Id} waits to receive with {Count} values there, closed: {IsClosed}";
        if (sender is not null && (Count < Capacity || IsClosed)) return $"goroutine {sender.G.Id} waits to send with {Count} of {Capacity} places taken, closed: {IsClosed}";
        return Count < 0 || Count > Capacity ? $"{Count} values in a buffer of {Capacity}" : null;
    }

    /// <summary>The first entry whose goroutine has not been readied through another case of its select.</summary>
    private static Sudog? FirstWaiting(WaitQueue queue)
    {
        var s = queue.First;
        while (s is { IsSelect: true, G.SelectDone: true }) s = s.Next;
        return s;
    }

    private void HandOver(WorkerThread m, Sudog peer)
    {
        peer.Success = true;
        _sync.Ready(m, peer);
    }

    private void Park(WorkerThread m, Goroutine g, WaitQueue queue, WaitReason why)
    {
        var mine = _sync.AcquireSudog(g);
        queue.PutLast(mine);
        SyncObjects.Park(m, g, mine, why, LatencyComponent.Channel);
    }
}
