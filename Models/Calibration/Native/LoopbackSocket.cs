using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>TCP sockets on 127.0.0.1; nothing here can reach another machine.</summary>
internal static unsafe class LoopbackSocket
{
    private const int Backlog = 4096;

    /// <summary>A socket that listens.</summary>
    /// <param name="isNonBlocking">Whether accept returns at once.</param>
    /// <param name="sharesPort">SO_REUSEPORT.</param>
    /// <param name="port">The port; 0 lets the kernel choose.</param>
    internal static Descriptor Listen(bool isNonBlocking, bool sharesPort, int port)
    {
        var socket = Descriptor.Of(Libc.Socket(SocketOptions.InternetFamily, Type(isNonBlocking), 0), "socket");
        try
        {
            SetOption(socket.Number, SocketOptions.SocketLevel, SocketOptions.ReuseAddress);
            if (sharesPort) SetOption(socket.Number, SocketOptions.SocketLevel, SocketOptions.ReusePort);
            var address = SocketAddress.Loopback(port);
            NativeException.Checked(Libc.Bind(socket.Number, &address, SocketAddress.Length), "bind");
            NativeException.Checked(Libc.Listen(socket.Number, Backlog), "listen");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The port that a socket is bound to.</summary>
    internal static int PortOf(int socket)
    {
        SocketAddress address;
        var length = SocketAddress.Length;
        NativeException.Checked(Libc.GetSocketName(socket, &address, &length), "getsockname");
        return address.Port;
    }

    /// <summary>Connects and waits for it, which on this device takes no longer than the handshake; returns the descriptor, or −1.</summary>
    internal static int TryConnect(int port)
    {
        var socket = Libc.Socket(SocketOptions.InternetFamily, Type(isNonBlocking: false), 0);
        if (socket < 0) return -1;
        var address = SocketAddress.Loopback(port);
        if (Libc.Connect(socket, &address, SocketAddress.Length) == 0) return socket;
        _ = Libc.Close(socket);
        return -1;
    }

    /// <summary>Accepts; returns the descriptor, or −1.</summary>
    internal static int Accept(int listener, bool isNonBlocking)
    {
        int connection;
        do connection = Libc.Accept(listener, null, null, SocketOptions.CloseOnExec | (isNonBlocking ? SocketOptions.NonBlocking : 0));
        while (connection < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return connection;
    }

    /// <summary>Accepts, and says the port of the other end.</summary>
    internal static int AcceptFrom(int listener, out int port)
    {
        SocketAddress address;
        var length = SocketAddress.Length;
        var connection = Libc.Accept(listener, &address, &length, SocketOptions.CloseOnExec);
        port = address.Port;
        return connection;
    }

    /// <summary>TCP_NODELAY, as Go sets it on every connection.</summary>
    internal static void NoDelay(int socket) => SetOption(socket, SocketOptions.TcpLevel, SocketOptions.NoDelay);

    /// <summary>Makes calls return at once.</summary>
    internal static void SetNonBlocking(int socket)
    {
        var flags = NativeException.Checked(Libc.FileControl(socket, SocketOptions.GetFlags, 0), "fcntl");
        NativeException.Checked(Libc.FileControl(socket, SocketOptions.SetFlags, flags | SocketOptions.NonBlocking), "fcntl");
    }

    /// <summary>Closes by a reset: no TIME_WAIT.</summary>
    internal static void Reset(int socket)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetSocketOption(socket, SocketOptions.SocketLevel, SocketOptions.Linger, linger, 8);
        _ = Libc.Close(socket);
    }

    private static int Type(bool isNonBlocking) => SocketOptions.Stream | SocketOptions.CloseOnExec | (isNonBlocking ? SocketOptions.NonBlocking : 0);

    private static void SetOption(int socket, int level, int option)
    {
        var one = 1;
        NativeException.Checked(Libc.SetSocketOption(socket, level, option, &one, sizeof(int)), "setsockopt");
    }
}
