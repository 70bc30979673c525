using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>The server's end of a connection.</summary>
/// <param name="Number">Number of the connection.</param>
/// <param name="Socket">Its socket.</param>
/// <param name="PollDesc">Its poll state; <see langword="null"/> for one that the runtime's poller does not know, since an event loop watches it.</param>
internal sealed record ServerConnection(int Number, TcpSocket Socket, PollDesc? PollDesc)
{
    /// <summary>net.Conn.Close, of either end: waiting goroutines go on, the descriptor leaves the poller, and the peer is told.</summary>
    internal static async Process Close(GoProcess process, WorkerThread m, TcpSocket socket, PollDesc pd)
    {
        if (socket.IsClosed) return;
        process.NonBlockingSyscall(m);
        m.Thread.CallKernel(socket.CloseCost);
        await m.Thread.Settle();
        process.Netpoller.Close(m, pd);
        m.Thread.FreeDescriptor(socket);
        socket.Close(m.Thread);
    }
}
