using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live.Go;

/// <summary>The epoll instances of the process: one for all (<c>shared</c>), or one for each P (<c>per-p</c>).</summary>
/// <remarks>Source: Go 1.24, runtime/netpoll_epoll.go and netpoll.go; the rules of <c>per-p</c>, of levels and of one-shot are those of docs/models/netpollers.md.</remarks>
internal sealed unsafe class Netpoll : IDisposable
{
    private const ulong BreakEvent = ulong.MaxValue;

    private readonly LiveGoServer _server;
    private readonly Descriptor[] _instances;
    private readonly Descriptor[] _breaks;
    private readonly int[] _isBroken;
    private readonly PaddedCounter[] _waiters;
    private readonly long[] _lastPoll;
    private readonly IReadOnlyList<LiveG> _goroutines;

    internal Netpoll(LiveGoServer server, IReadOnlyList<LiveG> goroutines)
    {
        (_server, _goroutines) = (server, goroutines);
        var count = server.InstancePerP ? server.Gomaxprocs : 1;
        _instances = [.. Enumerable.Range(0, count).Select(_ => Descriptor.Of(Libc.EpollCreate(Epoll.CloseOnExec), "epoll_create1"))];
        _breaks = [.. Enumerable.Range(0, count).Select(_ => Descriptor.Of(Libc.EventFd(0, SocketOptions.EventFdNonBlocking | SocketOptions.EventFdCloseOnExec), "eventfd"))];
        _isBroken = new int[count];
        _waiters = [.. Enumerable.Range(0, count).Select(_ => new PaddedCounter())];
        _lastPoll = new long[count];
        using var interest = new EpollEvents(1);
        for (var i = 0; i < count; i++)
        {
            _lastPoll[i] = Clock.Now();
            Control(Epoll.Add, i, _breaks[i].Number, interest, Epoll.In, BreakEvent);
        }

        foreach (var goroutine in goroutines)
        {
            goroutine.Instance = goroutine.Number % count;
            Control(Epoll.Add, goroutine.Instance, goroutine.Link.Socket, interest, InitialFlags, (ulong)goroutine.Number);
            goroutine.IsArmed = !Arms;
        }
    }

    internal int Instances => _instances.Length;

    /// <summary>The instance that an M with this P polls.</summary>
    internal int InstanceOf(LiveP p) => _server.InstancePerP ? p.Number : 0;

    /// <summary><c>netpollAnyWaiters</c>.</summary>
    internal bool IsWaitedOn(int instance) => _waiters[instance].Value != 0;

    /// <summary><c>lastpoll != 0</c>: nobody sleeps there, or all may.</summary>
    internal bool MayPoll(int instance) => _server.AllWait || Volatile.Read(ref _lastPoll[instance]) != 0;

    /// <summary><c>lastpoll.Swap(0) != 0</c>: this M is the one that sleeps there.</summary>
    internal bool TryBeSleeper(int instance) => _server.AllWait || Interlocked.Exchange(ref _lastPoll[instance], 0) != 0;

    internal void HasPolled(int instance) => Volatile.Write(ref _lastPoll[instance], Clock.Now());

    /// <summary>Whether nobody has polled for that long; then this caller is the one to do it.</summary>
    internal bool IsOverdue(int instance, long nanoseconds)
    {
        var last = Volatile.Read(ref _lastPoll[instance]);
        var now = Clock.Now();
        return last != 0 && last + nanoseconds < now && Interlocked.CompareExchange(ref _lastPoll[instance], now, last) == last;
    }

    /// <summary><c>netpollblockcommit</c>: the goroutine is parked; <see langword="false"/> when an event came before.</summary>
    /// <remarks>Whoever parks it owns it no more when this returns <see langword="true"/>.</remarks>
    internal bool TryPark(LiveM m, LiveG goroutine)
    {
        var instance = InstanceOf(m.P!);
        if (goroutine.Instance != instance) Rebind(m, goroutine, instance);
        if (Arms && !goroutine.IsArmed)
        {
            goroutine.IsArmed = true;
            Control(Epoll.Modify, goroutine.Instance, goroutine.Link.Socket, m.Interest, WaitFlags, (ulong)goroutine.Number);
            m.Thread.Counters->EpollControls++;
        }

        AddWaiter(goroutine.Instance, 1);
        if (goroutine.TryMove(PollState.Nil, PollState.Parked)) return true;
        AddWaiter(goroutine.Instance, -1);
        return false;
    }

    /// <summary>epoll_wait without blocking.</summary>
    internal GList Poll(EpollEvents events, EpollEvents interest, LiveCounters* counters, int instance)
    {
        var count = Libc.EpollWait(_instances[instance].Number, events.Address, events.Count, 0);
        counters->EpollWaits++;
        return Harvest(events, interest, counters, instance, count, blocked: false);
    }

    /// <summary>epoll_wait until something happens.</summary>
    internal GList Block(LiveM m, int instance)
    {
        var counters = m.Thread.Counters;
        var sleeps = ResourceUsage.OfCallingThread().VoluntarySwitches;
        var start = Clock.Now();
        var count = Libc.EpollWait(_instances[instance].Number, m.Events.Address, m.Events.Count, -1);
        var slept = ResourceUsage.OfCallingThread().VoluntarySwitches - sleeps;
        counters->EpollWaits++;
        counters->EpollSleeps += slept;
        if (slept > 0 && count > 0) counters->UsefulWakeups++;
        counters->PollBlocks++;
        counters->PollBlockNs += Clock.Now() - start;
        var list = Harvest(m.Events, m.Interest, counters, instance, count, blocked: true);
        if (list.Count == 0) counters->UselessReturns++;
        return list;
    }

    /// <summary><c>netpollBreak</c>: once until it is read.</summary>
    internal void Break(int instance)
    {
        if (Interlocked.Exchange(ref _isBroken[instance], 1) != 0) return;
        var one = 1L;
        _ = Libc.Write(_breaks[instance].Number, &one, sizeof(long));
    }

    public void Dispose()
    {
        foreach (var descriptor in _instances.Concat(_breaks)) descriptor.Dispose();
    }

    private bool Arms => _server.Oneshot || !_server.EdgeTriggered;

    private uint InitialFlags => Arms ? 0 : WaitFlags;

    private uint WaitFlags => Epoll.In | Epoll.PeerClosed
        | (_server.EdgeTriggered ? Epoll.EdgeTriggered : 0)
        | (Arms ? 0 : Epoll.Out)
        | (_server.Oneshot ? Epoll.OneShot : 0);

    private GList Harvest(EpollEvents events, EpollEvents interest, LiveCounters* counters, int instance, int count, bool blocked)
    {
        var list = new GList();
        for (var i = 0; i < count; i++)
        {
            var data = events.Data(i);
            if (data == BreakEvent)
            {
                if (blocked) ClearBreak(instance);
                continue;
            }

            counters->EpollEvents++;
            var goroutine = _goroutines[(int)data];
            if (_server.Oneshot) goroutine.IsArmed = false;
            if ((events.Flags(i) & ~Epoll.Out) == 0) continue; // room to write, which nobody waits for
            if (goroutine.EventCame())
            {
                AddWaiter(instance, -1);
                goroutine.IsFromPoll = true;
                list.Push(goroutine);
            }
            else if (!_server.EdgeTriggered && !_server.Oneshot && goroutine.IsArmed)
            {
                // A level that nobody waits for would come again and again.
                goroutine.IsArmed = false;
                Control(Epoll.Modify, instance, goroutine.Link.Socket, interest, 0, data);
                counters->EpollControls++;
            }
        }

        var now = list.Count > 0 ? Clock.Now() : 0;
        for (var goroutine = list.Head; goroutine is not null; goroutine = goroutine.Next) goroutine.RunnableSince = now;
        return list;
    }

    private void ClearBreak(int instance)
    {
        long value;
        _ = Libc.Read(_breaks[instance].Number, &value, sizeof(long));
        Volatile.Write(ref _isBroken[instance], 0);
    }

    /// <summary>per-p, rule 2: the descriptor moves to the P on which its goroutine parks.</summary>
    private void Rebind(LiveM m, LiveG goroutine, int instance)
    {
        Control(Epoll.Delete, goroutine.Instance, goroutine.Link.Socket, m.Interest, 0, 0);
        goroutine.Instance = instance;
        goroutine.IsArmed = true;
        Control(Epoll.Add, instance, goroutine.Link.Socket, m.Interest, WaitFlags, (ulong)goroutine.Number);
        m.Thread.Counters->EpollControls += 2;
    }

    private void AddWaiter(int instance, int change)
    {
        uint value;
        do value = _waiters[instance].Value;
        while (!_waiters[instance].TryAdvance(value, (uint)change));
    }

    private void Control(int operation, int instance, int descriptor, EpollEvents interest, uint flags, ulong data) =>
        NativeException.Checked(Libc.EpollControl(_instances[instance].Number, operation, descriptor, interest.Set(0, flags, data)), "epoll_ctl");
}
