namespace GmpSim.Machine;

/// <summary>Items of one epoll instance in the order in which they became ready. An item is in one list, once.</summary>
internal sealed class ReadyList
{
    private EpollItem? _first;
    private EpollItem? _last;

    internal int Count { get; private set; }

    internal void Append(EpollItem item)
    {
        item.ReadyIn = this;
        item.PreviousReady = _last;
        if (_last is null) _first = item;
        else _last.NextReady = item;
        _last = item;
        Count++;
    }

    internal void Remove(EpollItem item)
    {
        if (item.PreviousReady is { } previous) previous.NextReady = item.NextReady;
        else _first = item.NextReady;
        if (item.NextReady is { } next) next.PreviousReady = item.PreviousReady;
        else _last = item.PreviousReady;
        item.NextReady = item.PreviousReady = null;
        item.ReadyIn = null;
        Count--;
    }

    internal EpollItem TakeFirst()
    {
        var item = _first!;
        Remove(item);
        return item;
    }

    internal void TakeAllOf(ReadyList other)
    {
        while (other.Count > 0) Append(other.TakeFirst());
    }
}
