using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GmpSim.Calibration.Live.Go;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>A thread of a closed, open or replaying client: connections in an epoll instance of its own, one request at a time on each.</summary>
/// <remarks>
/// A closed client's latency counts from the send; an open one's from the time at which the request was due, waiting for a free connection included, so that a slow server
/// cannot hide behind a client that waits for it. The thread sleeps in epoll_wait until the next time, as the simulated one does: how late its CPU is awake then counts, and it takes no CPU time from the server by looking at the clock.
/// </remarks>
internal sealed unsafe class RequestClient : ILiveClientThread
{
    private const int EventRoom = 256;
    private const int MostBytes = 1 << 16;
    private const int MostWaiting = 1 << 16;
    private const long LongestSleepNs = 20_000_000;

    private readonly LiveClient _client;
    private readonly ulong _seed;
    private readonly int _number;
    private readonly int _thread;
    private readonly LiveWindow _window;
    private readonly ClientLink[] _links;
    private readonly Descriptor _epoll = Descriptor.Of(Libc.EpollCreate(Epoll.CloseOnExec), "epoll_create1");
    private readonly byte* _buffer = (byte*)NativeMemory.AllocZeroed(MostBytes);
    private readonly Stack<int> _free;
    private readonly Queue<LiveArrival> _waiting = new();
    private readonly PriorityQueue<int, long> _thinking;
    private readonly RandomStream _thinkStream;

    private readonly EpollEvents _interest = new(1);
    private readonly ServerPort? _server;

    /// <summary>A thread that begins to ask when it runs.</summary>
    /// <param name="client">The client.</param>
    /// <param name="number">Number of this thread among those of all clients.</param>
    /// <param name="links">Its connections.</param>
    /// <param name="seed">Root of the random numbers.</param>
    /// <param name="window">When figures count.</param>
    /// <param name="thread">Number of this thread among those of its client.</param>
    /// <param name="server">Where to connect to; <see langword="null"/> where connections are established already.</param>
    internal RequestClient(LiveClient client, int number, IReadOnlyList<ClientLink> links, ulong seed, LiveWindow window, int thread = 0, ServerPort? server = null)
    {
        (_server, _thread) = (server, thread);
        (_client, _number, _seed, _window) = (client, number, seed, window);
        _links = [.. links];
        _free = new(_links.Length);
        _thinking = new(_links.Length);
        _thinkStream = new(seed, "live/think", (ulong)number);
        for (var i = 0; i < _links.Length; i++)
        {
            if (_links[i].Socket >= 0) Watch(i);
        }
    }

    /// <inheritdoc/>
    public long Errors { get; private set; }

    /// <inheritdoc/>
    public void Run(LiveThread thread)
    {
        using var events = new EpollEvents(EventRoom);
        if (_client.Kind == LiveClientKind.Closed) RunClosed(thread, events);
        else RunOpen(thread, events);
    }

    public void Dispose()
    {
        foreach (var link in _links)
        {
            if (link.Socket >= 0) LoopbackSocket.Reset(link.Socket);
        }

        _epoll.Dispose();
        _interest.Dispose();
        NativeMemory.Free(_buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunClosed(LiveThread thread, EpollEvents events)
    {
        for (var i = 0; i < _links.Length; i++) Think(i, Clock.Now());
        while (!_window.IsOver)
        {
            var now = Clock.Now();
            while (_thinking.TryPeek(out var link, out var due) && due <= now)
            {
                _thinking.Dequeue();
                Send(link, due);
            }

            Receive(thread, events, _thinking.TryPeek(out _, out var next) ? next : long.MaxValue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunOpen(LiveThread thread, EpollEvents events)
    {
        for (var i = _links.Length - 1; i >= 0; i--) _free.Push(i);
        var next = Arrivals();
        var arrival = next();
        while (!_window.IsOver)
        {
            for (var now = Clock.Now(); arrival.AtNs <= now; arrival = next())
            {
                if (arrival.Connection >= 0) TakeOwn(in arrival);
                else if (_free.TryPop(out var link)) Send(link, in arrival);
                else Keep(_waiting, in arrival);
            }

            Receive(thread, events, arrival.AtNs);
        }
    }

    private Func<LiveArrival> Arrivals()
    {
        if (_client.Kind == LiveClientKind.Replay) return new RecordedTimes(_client, _thread, Clock.Now()).Next;
        var times = new ArrivalTimes(_client, _seed, _number, Clock.Now());
        return () => new(times.Next(), -1, _client.RequestBytes, 0);
    }

    /// <summary>A recorded request goes on the connection on which it was recorded, after those before it.</summary>
    private void TakeOwn(in LiveArrival arrival)
    {
        var link = _links[arrival.Connection];
        if (link.IsBusy)
        {
            Keep(link.Waiting, in arrival);
            return;
        }

        link.IsBusy = true;
        Send(arrival.Connection, in arrival);
    }

    private void Keep(Queue<LiveArrival> waiting, in LiveArrival arrival)
    {
        if (waiting.Count < MostWaiting) waiting.Enqueue(arrival);
        else if (_window.IsMeasuring) Errors++;
    }

    /// <summary>Waits for responses, not longer than until a time, and deals with them.</summary>
    private void Receive(LiveThread thread, EpollEvents events, long until)
    {
        var sleep = Math.Clamp(until - Clock.Now(), 0, LongestSleepNs);
        var timeout = TimeSpec.Of(sleep);
        var count = sleep == 0
            ? Libc.EpollWait(_epoll.Number, events.Address, events.Count, 0)
            : Libc.EpollPwait2(_epoll.Number, events.Address, events.Count, &timeout);
        if (count < 0 && Marshal.GetLastPInvokeError() == Errno.NoSuchCall)
            count = Libc.EpollWait(_epoll.Number, events.Address, events.Count, (int)(sleep / 1_000_000));
        for (var i = 0; i < count; i++) Receive(thread, (int)events.Data(i));
    }

    private void Receive(LiveThread thread, int number)
    {
        var link = _links[number];
        var bytes = Libc.Read(link.Socket, _buffer, MostBytes);
        if (bytes <= 0)
        {
            if (bytes < 0 && Marshal.GetLastPInvokeError() is Errno.Again or Errno.Interrupted) return;
            if (_window.IsMeasuring) Errors++;
            Disconnect(link);
            return;
        }

        link.Bytes += (int)bytes;
        if (link.Bytes < _client.ResponseBytes) return;
        var now = Clock.Now();
        if (!_client.KeepsConnections) Disconnect(link);
        if (_window.IsMeasuring) thread.Latency.Record(SimDuration.FromNanoseconds(Math.Max(0, now - link.Start)));
        if (_client.Kind == LiveClientKind.Closed) Think(number, now);
        else if (link.Waiting.TryDequeue(out var own)) Send(number, in own);
        else if (link.IsBusy) link.IsBusy = false;
        else if (_waiting.TryDequeue(out var any)) Send(number, in any);
        else _free.Push(number);
    }

    private bool TryConnect(int number)
    {
        var link = _links[number];
        var begin = Clock.Now();
        link.Socket = _server is { } server ? LoopbackSocket.TryConnect(server.Port) : -1;
        if (link.Socket < 0)
        {
            if (_window.IsMeasuring) Errors++;
            return false;
        }

        link.Port = LoopbackSocket.PortOf(link.Socket);
        _server!.Connected.Set(link.Port, begin, Clock.Now());
        LoopbackSocket.SetNonBlocking(link.Socket);
        LoopbackSocket.NoDelay(link.Socket);
        Watch(number);
        return true;
    }

    private void Watch(int number) =>
        NativeException.Checked(Libc.EpollControl(_epoll.Number, Epoll.Add, _links[number].Socket, _interest.Set(0, Epoll.In, (ulong)number)), "epoll_ctl");

    private void Disconnect(ClientLink link)
    {
        _server?.Connected.Clear(link.Port);
        _ = Libc.Close(link.Socket);
        link.Socket = -1;
    }

    private void Think(int number, long now)
    {
        var pause = _client.Think.Sample(_thinkStream).WholeNanoseconds;
        if (pause == 0) Send(number, now);
        else _thinking.Enqueue(number, now + pause);
    }

    private void Send(int number, long start) => Send(number, new LiveArrival(start, -1, _client.RequestBytes, 0));

    private void Send(int number, in LiveArrival arrival)
    {
        var link = _links[number];
        link.Start = arrival.AtNs;
        link.Bytes = 0;
        link.Request.Set(arrival.RequestBytes, arrival.ServiceNs);
        if (link.Socket < 0 && !TryConnect(number)) return;
        link.Clock.Begin(Clock.Now());
        var left = arrival.RequestBytes;
        while (left > 0 && !_window.IsOver)
        {
            var bytes = Libc.Write(link.Socket, _buffer, (nuint)Math.Min(left, MostBytes));
            if (bytes > 0) left -= (int)bytes;
            else if (Marshal.GetLastPInvokeError() is not (Errno.Again or Errno.Interrupted)) break;
        }

        link.Clock.Done(Clock.Now());
        if (left > 0 && _window.IsMeasuring) Errors++;
    }
}
