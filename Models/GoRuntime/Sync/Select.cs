using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A select statement (selectgo, select.go, every version).</summary>
/// <remarks>
/// Three passes: is a case ready, looking in random order; else one entry in the queue of every case; and after the
/// wake-up the entries of the losers are taken out. All channels are locked for a pass, in one fixed order. A select of one case and a
/// default is compiled into a plain operation that does not block and looks before it locks (selectnbsend, selectnbrecv).
/// </remarks>
public sealed class Select
{
    /// <summary>Result: no case is ready, and the default is taken.</summary>
    public const int Default = -1;

    /// <summary>Result: the goroutine is parked; the body returns at once and makes the same call again when it runs next.</summary>
    public const int Parked = -2;

    private readonly SyncObjects _sync;
    private readonly SelectCase[] _cases;
    private readonly bool _hasDefault;
    private readonly int[] _pollOrder;
    private readonly Channel[] _channels;

    internal Select(SyncObjects sync, IReadOnlyList<SelectCase> cases, bool hasDefault)
    {
        _sync = sync;
        _cases = [.. cases];
        _hasDefault = hasDefault;
        _pollOrder = new int[_cases.Length];
        _channels = [.. _cases.Select(one => one.Channel).Distinct()];
    }

    /// <summary>Executes the statement.</summary>
    /// <returns>The number of the case that was taken, <see cref="Default"/> or <see cref="Parked"/>.</returns>
    /// <exception cref="GoPanicException">A chosen case sends on a closed channel.</exception>
    public int Execute(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is not null) return Finish(m, g);
        if (_hasDefault && _cases.Length == 1 && WouldWait(m, _cases[0])) return Default;

        Lock(m);
        Shuffle();
        foreach (var index in _pollOrder)
        {
            var one = _cases[index];
            if (one.IsSend ? one.Channel.TrySend(m, g) : one.Channel.TryReceive(m)) return index;
        }

        if (_hasDefault) return Default;
        Enqueue(m, g);
        return Parked;
    }

    private static bool WouldWait(WorkerThread m, SelectCase one) => one.IsSend ? one.Channel.LooksFull(m) : one.Channel.LooksEmpty(m);

    /// <summary>Pass 2: an entry in every queue.</summary>
    private void Enqueue(WorkerThread m, Goroutine g)
    {
        g.SelectDone = false;
        Sudog? next = null;
        for (var index = _cases.Length - 1; index >= 0; index--)
        {
            var s = _sync.AcquireSudog(g);
            s.IsSelect = true;
            s.Case = index;
            s.WaitLink = next;
            next = s;
            (_cases[index].IsSend ? _cases[index].Channel.Senders : _cases[index].Channel.Receivers).PutLast(s);
        }

        SyncObjects.Park(m, g, next!, WaitReason.Select, LatencyComponent.Channel);
    }

    /// <summary>Pass 3: which case has won; the entries of the others leave their queues.</summary>
    private int Finish(WorkerThread m, Goroutine g)
    {
        Lock(m);
        var chosen = Parked;
        var succeeded = false;
        var s = g.Waiting;
        g.Waiting = null;
        while (s is not null)
        {
            var next = s.WaitLink;
            if (s.IsWinner)
            {
                chosen = s.Case;
                succeeded = s.Success;
            }
            else
            {
                s.Queue?.Remove(s); // a waker who came too late may have dropped it already
            }

            _sync.ReleaseSudog(s);
            s = next;
        }

        if (_cases[chosen].IsSend && !succeeded) throw _cases[chosen].Channel.SendOnClosed(m, g);
        return chosen;
    }

    /// <summary>sellock: every channel once.</summary>
    private void Lock(WorkerThread m)
    {
        foreach (var channel in _channels) channel.Lock(m);
    }

    /// <summary>The order of pass 1: every permutation equally likely.</summary>
    private void Shuffle()
    {
        for (var i = 0; i < _pollOrder.Length; i++)
        {
            var j = _sync.SelectOrder.NextBelow(i + 1);
            _pollOrder[i] = _pollOrder[j];
            _pollOrder[j] = i;
        }
    }
}
