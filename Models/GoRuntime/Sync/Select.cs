using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>The select statement (selectgo, select.go, every version).</summary>
/// <remarks>
/// Three passes: is a case ready, looking in random order; else one entry in the queue of every case; and after the wake-up
/// the entries of the losers are taken out. All channels are locked for a pass (Go: in the order of their addresses, so that two selects
/// cannot wait for each other; here in the order of the cases). A select of one case and a default is compiled into a plain operation
/// that does not block and looks before it locks (selectnbsend, selectnbrecv).
/// </remarks>
public sealed class Select
{
    /// <summary>Result: no case is ready, and the default is taken.</summary>
    public const int Default = -1;

    /// <summary>Result: the goroutine is parked; its body returns at once, and calls <see cref="Finish"/> when it runs next.</summary>
    public const int Parked = -2;

    private readonly GoProcess _process;
    private readonly SyncObjects _sync;
    private readonly RandomStream _order;

    // Of the execution at hand: nothing else runs between its first step and its park.
    private int[] _pollOrder = new int[4];
    private ChannelTimer?[] _timers = new ChannelTimer?[4];

    internal Select(GoProcess process, SyncObjects sync)
    {
        _process = process;
        _sync = sync;
        _order = process.Host.Simulation.Stream("go/select-order");
    }

    /// <summary>Begins the statement.</summary>
    /// <param name="m">The M that runs it.</param>
    /// <param name="g">Who executes it.</param>
    /// <param name="cases">Its cases, in the order of the source.</param>
    /// <param name="hasDefault">Whether it does not wait when none is ready.</param>
    /// <returns>The number of the case that was taken, <see cref="Default"/> or <see cref="Parked"/>.</returns>
    /// <exception cref="GoPanicException">A chosen case sends on a closed channel.</exception>
    public int Execute(WorkerThread m, Goroutine g, ReadOnlySpan<SelectCase> cases, bool hasDefault)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (_pollOrder.Length < cases.Length)
        {
            _pollOrder = new int[cases.Length];
            _timers = new ChannelTimer?[cases.Length];
        }

        if (hasDefault && cases.Length == 1 && WouldWait(m, cases[0])) return Default;
        StartTimers(m, cases);
        Lock(m, cases);
        Shuffle(cases.Length);
        for (var i = 0; i < cases.Length; i++)
        {
            var index = _pollOrder[i];
            if (!TryTake(m, g, cases[index], _timers[index])) continue;
            RetireTimers(cases.Length);
            return index;
        }

        if (hasDefault)
        {
            RetireTimers(cases.Length);
            return Default;
        }

        Enqueue(m, g, cases);
        return Parked;
    }

    /// <summary>Ends a statement that had parked its goroutine (pass 3): the entries of the cases that lost leave their queues.</summary>
    /// <returns>The number of the case that was taken.</returns>
    /// <exception cref="GoPanicException">The case sends, and the channel was closed.</exception>
    public int Finish(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        var first = g.Waiting;
        for (var s = first; s is not null; s = s.WaitLink)
        {
            if (s.Channel is null) m.Thread.SpendInRuntime(_sync.Costs.ChannelOp);
            else if (!IsListedBefore(s, first!)) s.Channel.Lock(m);
        }

        var chosen = Parked;
        Channel? closed = null;
        g.Waiting = null;
        while (first is { } s)
        {
            first = s.WaitLink;
            if (s.IsWinner) chosen = s.Case;
            else s.Queue?.Remove(s); // a waker who came too late may have dropped it already
            if (s is { IsWinner: true, IsSend: true, Success: false }) closed = s.Channel;
            if (s.Timer is { } timer)
            {
                _process.Timers.UnblockFromChannel(timer);
                timer.Retire();
            }

            _sync.ReleaseSudog(s);
        }

        if (closed is not null) throw closed.SendOnClosed(m, g);
        return chosen;
    }

    private static bool WouldWait(WorkerThread m, SelectCase one)
    {
        if (one.Channel is null) return one.After > SimDuration.Zero;
        return one.IsSend ? one.Channel.LooksFull(m) : one.Channel.LooksEmpty(m);
    }

    private static bool TryTake(WorkerThread m, Goroutine g, SelectCase one, ChannelTimer? timer)
    {
        if (one.Channel is not null) return one.IsSend ? one.Channel.TrySend(m, g) : one.Channel.TryReceive(m);
        return timer!.HasFired;
    }

    /// <summary>time.After of every case on a time. One that is due already is noticed where timers lie on no heap (from 1.23).</summary>
    private void StartTimers(WorkerThread m, ReadOnlySpan<SelectCase> cases)
    {
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].Channel is not null) continue;
            var timer = _sync.NewChannelTimer();
            _process.Timers.Reset(m, timer, m.Thread.LocalNow + cases[i].After);
            _process.Timers.RunIfDue(m, timer);
            _timers[i] = timer;
        }
    }

    private void RetireTimers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _timers[i]?.Retire();
            _timers[i] = null;
        }
    }

    /// <summary>Pass 2: an entry in every queue.</summary>
    private void Enqueue(WorkerThread m, Goroutine g, ReadOnlySpan<SelectCase> cases)
    {
        g.SelectDone = false;
        Sudog? next = null;
        for (var index = cases.Length - 1; index >= 0; index--)
        {
            var one = cases[index];
            var s = _sync.AcquireSudog(g);
            s.IsSelect = true;
            s.Case = index;
            s.Channel = one.Channel;
            s.IsSend = one.IsSend;
            s.WaitLink = next;
            next = s;
            if (_timers[index] is { } timer)
            {
                s.Timer = timer;
                timer.Receivers.PutLast(s);
                _process.Timers.BlockOnChannel(m, timer);
                _timers[index] = null;
            }
            else
            {
                (one.IsSend ? one.Channel!.Senders : one.Channel!.Receivers).PutLast(s);
            }
        }

        SyncObjects.Park(m, g, next!, WaitReason.Select, LatencyComponent.Channel);
    }

    /// <summary>sellock: every channel once.</summary>
    private void Lock(WorkerThread m, ReadOnlySpan<SelectCase> cases)
    {
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].Channel is not { } channel) m.Thread.SpendInRuntime(_sync.Costs.ChannelOp); // nobody else knows the channel of a time.After
            else if (!IsListed(channel, cases[..i])) channel.Lock(m);
        }
    }

    private static bool IsListed(Channel channel, ReadOnlySpan<SelectCase> cases)
    {
        foreach (var one in cases)
        {
            if (ReferenceEquals(one.Channel, channel)) return true;
        }

        return false;
    }

    private static bool IsListedBefore(Sudog entry, Sudog first)
    {
        for (var s = first; !ReferenceEquals(s, entry); s = s.WaitLink!)
        {
            if (ReferenceEquals(s.Channel, entry.Channel)) return true;
        }

        return false;
    }

    /// <summary>The order of pass 1: every permutation equally likely.</summary>
    private void Shuffle(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var j = _order.NextBelow(i + 1);
            _pollOrder[i] = _pollOrder[j];
            _pollOrder[j] = i;
        }
    }
}
