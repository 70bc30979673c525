using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Golang;

/// <summary>One thread of a load generator with its connections and its epoll instance.</summary>
internal sealed unsafe class LoadThread : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int WaitMilliseconds = 50;
    private readonly LoadOptions _options;
    private readonly LoadWindow _window;
    private readonly int _epoll;
    private readonly EpollEvents _events = new(128);
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(BufferBytes);
    private readonly byte* _request;
    private readonly int[] _sockets;
    private readonly long[] _sentAt;
    private readonly ResponseReader[] _readers;
    private PinnedThread? _thread;

    /// <summary>Makes the connections.</summary>
    /// <exception cref="NativeException">A call failed.</exception>
    internal LoadThread(LoadOptions options, int connections, LoadWindow window)
    {
        _options = options;
        _window = window;
        _request = (byte*)NativeMemory.Alloc((nuint)options.Request.Length);
        options.Request.CopyTo(new Span<byte>(_request, options.Request.Length));
        _epoll = NativeException.Checked(Libc.EpollCreate(Epoll.CloseOnExec), "epoll_create1");
        _sockets = new int[connections];
        Array.Fill(_sockets, -1);
        _sentAt = new long[connections];
        _readers = [.. Enumerable.Range(0, connections).Select(_ => new ResponseReader(options.IsHttp ? 0 : options.Request.Length))];
        for (var i = 0; i < connections; i++) _sockets[i] = Connect(i);
    }

    /// <summary>Latency of the responses that counted.</summary>
    internal Histogram Latency { get; } = new();

    /// <summary>Connections that broke.</summary>
    internal long Errors { get; private set; }

    /// <summary>The kernel's id of the thread; 0 until it runs.</summary>
    internal int ThreadId { get; private set; }

    /// <summary>Begins to send.</summary>
    internal void Start(string name) => _thread = PinnedThread.Start(name, null, Run);

    /// <summary>Waits for the end, which <see cref="LoadWindow.End"/> brings about.</summary>
    internal void Join() => _thread?.Join();

    public void Dispose()
    {
        foreach (var socket in _sockets.Where(socket => socket >= 0)) _ = Libc.Close(socket);
        _ = Libc.Close(_epoll);
        _events.Dispose();
        NativeMemory.Free(_buffer);
        NativeMemory.Free(_request);
    }

    private int Connect(int index)
    {
        var socket = NativeException.Checked(Libc.Socket(SocketOptions.InternetFamily, SocketOptions.Stream | SocketOptions.CloseOnExec, 0), "socket");
        _sockets[index] = socket;
        var address = SocketAddress.Loopback(_options.Port);
        NativeException.Checked(Libc.Connect(socket, &address, SocketAddress.Length), "connect");
        var on = 1;
        NativeException.Checked(Libc.SetSocketOption(socket, SocketOptions.TcpLevel, SocketOptions.NoDelay, &on, sizeof(int)), "setsockopt");
        NativeException.Checked(Libc.FileControl(socket, SocketOptions.SetFlags, SocketOptions.NonBlocking), "fcntl");
        NativeException.Checked(Libc.EpollControl(_epoll, Epoll.Add, socket, _events.Set(0, Epoll.In, (ulong)index)), "epoll_ctl");
        return socket;
    }

    private void Run()
    {
        if (_options.Cpus.Count > 0) _ = Affinity.TryPin([.. _options.Cpus]);
        ThreadId = Libc.ThreadId();
        for (var i = 0; i < _sockets.Length; i++) Send(i);
        while (!_window.IsOver)
        {
            var ready = Libc.EpollWait(_epoll, _events.Address, _events.Count, WaitMilliseconds);
            for (var i = 0; i < ready; i++) Receive((int)_events.Data(i));
        }
    }

    private void Send(int index)
    {
        _sentAt[index] = Clock.Now();
        var sent = Libc.Write(_sockets[index], _request, (nuint)_options.Request.Length);
        if (sent != _options.Request.Length) Drop(index);
    }

    private void Receive(int index)
    {
        if (_sockets[index] < 0) return;
        var got = Libc.Read(_sockets[index], _buffer, BufferBytes);
        if (got <= 0)
        {
            if (got == 0 || Marshal.GetLastPInvokeError() is not (Errno.Again or Errno.Interrupted)) Drop(index);
            return;
        }

        if (!_readers[index].Take(new(_buffer, (int)got))) return;
        var now = Clock.Now();
        if (_window.Contains(now)) Latency.Record(SimDuration.FromPicoseconds((now - _sentAt[index]) * 1000));
        Send(index);
    }

    private void Drop(int index)
    {
        Errors++;
        _ = Libc.Close(_sockets[index]);
        _sockets[index] = -1;
    }
}
