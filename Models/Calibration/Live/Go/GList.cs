namespace GmpSim.Calibration.Live.Go;

/// <summary>A list of goroutines, first in first out, linked through themselves (<c>gQueue</c>).</summary>
internal struct GList
{
    private LiveG? _tail;

    internal LiveG? Head { get; private set; }

    internal int Count { get; private set; }

    internal void Push(LiveG goroutine)
    {
        goroutine.Next = null;
        if (_tail is null) Head = goroutine;
        else _tail.Next = goroutine;
        _tail = goroutine;
        Count++;
    }

    internal LiveG? Pop()
    {
        if (Head is not { } first) return null;
        Head = first.Next;
        if (Head is null) _tail = null;
        first.Next = null;
        Count--;
        return first;
    }
}
