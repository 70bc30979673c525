namespace GmpSim.GoRuntime;

/// <summary>The timer of <c>time.After</c>, with its channel (newTimer and sendTime in time/sleep.go): it serves one select at a time.</summary>
/// <remarks>
/// When its select has taken another case, it is retired. Up to 1.22 it then still lies on its heap until it is due, however long that is;
/// from 1.23 it lies there as a zombie until the heap puts itself in order.
/// </remarks>
internal sealed class ChannelTimer(SyncObjects sync) : RuntimeTimer(feedsChannel: true), ISyncObject
{
    private bool _isRetired;

    /// <summary>Whether a value lies in its channel.</summary>
    internal bool HasFired { get; private set; }

    /// <summary>The case that waits for it.</summary>
    internal WaitQueue Receivers { get; } = new();

    public string Name => "a time.After";

    public WaitQueue? QueueAt(int index) => index == 0 ? Receivers : null;

    public string? FindFault() => HasFired && Receivers.First is { } s && !s.G.SelectDone ? $"goroutine {s.G.Id} waits for a time that has come" : null;

    /// <summary>A free timer serves a new select.</summary>
    internal void Begin()
    {
        _isRetired = false;
        HasFired = false;
    }

    /// <summary>Its select is over: it is free as soon as it lies on no heap.</summary>
    internal void Retire()
    {
        _isRetired = true;
        if (Heap is null) sync.Release(this);
    }

    /// <inheritdoc/>
    protected internal override void LeftHeap()
    {
        if (_isRetired) sync.Release(this);
    }

    /// <summary>sendTime: a send that does not block.</summary>
    protected internal override void Fire(WorkerThread m)
    {
        m.Thread.SpendInRuntime(sync.Costs.ChannelOp);
        if (Receivers.TakeFirst() is { } receiver)
        {
            receiver.Success = true;
            sync.Ready(m, receiver);
        }
        else
        {
            HasFired = true;
        }
    }
}
