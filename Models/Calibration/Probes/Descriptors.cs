using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>Descriptors of a probe; all are closed at its end, whatever happens.</summary>
internal sealed unsafe class Descriptors : IDisposable
{
    private readonly List<int> _open = [];

    internal int Epoll() => Keep(NativeException.Checked(Libc.EpollCreate(Native.Epoll.CloseOnExec), "epoll_create1"));

    internal int EventFd() => Keep(NativeException.Checked(Libc.EventFd(0, SocketOptions.EventFdNonBlocking | SocketOptions.EventFdCloseOnExec), "eventfd"));

    /// <summary>A listener on 127.0.0.1 and a port that the kernel chooses.</summary>
    internal (int Socket, SocketAddress Address) Listener()
    {
        var socket = Keep(NativeException.Checked(Libc.Socket(SocketOptions.InternetFamily, SocketOptions.Stream | SocketOptions.CloseOnExec, 0), "socket"));
        var address = SocketAddress.Loopback(0);
        NativeException.Checked(Libc.Bind(socket, &address, SocketAddress.Length), "bind");
        NativeException.Checked(Libc.Listen(socket, 1024), "listen");
        var length = SocketAddress.Length;
        NativeException.Checked(Libc.GetSocketName(socket, &address, &length), "getsockname");
        return (socket, address);
    }

    /// <summary>Both ends of a connection over loopback, without Nagle's delay, not blocking.</summary>
    internal (int Client, int Server) Connection()
    {
        var (listener, address) = Listener();
        var client = Keep(NativeException.Checked(Libc.Socket(SocketOptions.InternetFamily, SocketOptions.Stream | SocketOptions.CloseOnExec, 0), "socket"));
        NativeException.Checked(Libc.Connect(client, &address, SocketAddress.Length), "connect");
        var server = Keep(NativeException.Checked(Libc.Accept(listener, null, null, SocketOptions.NonBlocking | SocketOptions.CloseOnExec), "accept4"));
        var on = 1;
        foreach (var socket in new[] { client, server }) _ = Libc.SetSocketOption(socket, SocketOptions.TcpLevel, SocketOptions.NoDelay, &on, sizeof(int));
        _ = Libc.FileControl(client, SocketOptions.SetFlags, SocketOptions.NonBlocking);
        return (client, server);
    }

    /// <summary>Registers a descriptor.</summary>
    internal static void Watch(int epoll, int descriptor, uint flags)
    {
        using var interest = new EpollEvents(1);
        NativeException.Checked(Libc.EpollControl(epoll, Native.Epoll.Add, descriptor, interest.Set(0, flags, (ulong)descriptor)), "epoll_ctl");
    }

    /// <summary>Adds one to an eventfd.</summary>
    internal static void Signal(int eventFd)
    {
        var one = 1UL;
        Libc.Write(eventFd, &one, sizeof(ulong));
    }

    /// <summary>Empties an eventfd.</summary>
    internal static void Drain(int eventFd)
    {
        ulong count;
        Libc.Read(eventFd, &count, sizeof(ulong));
    }

    public void Dispose()
    {
        foreach (var descriptor in _open) _ = Libc.Close(descriptor);
        _open.Clear();
    }

    private int Keep(int descriptor)
    {
        _open.Add(descriptor);
        return descriptor;
    }
}
