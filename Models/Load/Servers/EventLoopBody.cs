using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>An event loop: one goroutine that reads, handles and answers the requests of all its connections, one after the other.</summary>
/// <remarks>
/// Nothing is made for a connection or a request: its reader, request and response are used again for each. A handler that waits, for a lock, a timer or another
/// service, holds up every connection of the loop. Left out: writes that do not fit into the socket, work handed to a pool of goroutines, and that the room for events grows and shrinks.
/// </remarks>
internal sealed class EventLoopBody : PollingBody
{
    private readonly LoopHandlerBody _handler;
    private readonly ConnectionStreams _streams;
    private readonly Func<int, GoroutineProgram> _handlerOf;
    private bool _isHandling;

    /// <summary>A loop without connections.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="shared">What goroutines share.</param>
    /// <param name="options">How it waits.</param>
    /// <param name="streams">Where handlers draw from.</param>
    /// <param name="handlerOf">The handler of a connection, by its number.</param>
    internal EventLoopBody(GoProcess process, SharedObjects shared, EventLoopOptions options, ConnectionStreams streams, Func<int, GoroutineProgram> handlerOf)
        : base(process, options.MaxEvents, options.LocksThreads) =>
        (_handler, _streams, _handlerOf) = (new(process, shared), streams, handlerOf);

    /// <summary>Another goroutine hands it a connection: EPOLL_CTL_ADD.</summary>
    internal void Take(KernelThread by, TcpSocket socket) =>
        Epoll.Add(by, new(socket, new ServerConnection(socket.Number, socket, PollDesc: null), EpollTrigger.None, PollMask.In));

    private protected override async Process<RunOutcome?> Handle(WorkerThread m, Goroutine g, EpollItem item)
    {
        var connection = (ServerConnection)item.Tag;
        var socket = connection.Socket;
        if (!_isHandling)
        {
            await m.Thread.Settle();
            if (!socket.HasMessage)
            {
                Process.NonBlockingSyscall(m);
                m.Thread.CallKernel(socket.HasEnded ? Process.Host.Costs.TcpReceive : Process.Host.Costs.TcpReceiveAgain);
                if (socket.HasEnded) await Close(m, item, socket);
                return null;
            }

            Process.Counters.SkewByP[m.P!.Id].Record(SimDuration.Max(SimDuration.Zero, m.Thread.LocalNow - socket.ReadyAt));
            _handler.Begin(_handlerOf(connection.Number), connection, _streams.Of(connection.Number));
            _isHandling = true;
        }

        var outcome = await _handler.Run(m, g);
        if (outcome != RunOutcome.Exited) return outcome;
        _isHandling = false;
        g.Clock = null;
        if (_handler.ClosesConnection) await Close(m, item, socket);
        return null;
    }

    private async Process Close(WorkerThread m, EpollItem item, TcpSocket socket)
    {
        await m.Thread.Settle();
        Epoll.Remove(m.Thread, item);
        Process.NonBlockingSyscall(m);
        m.Thread.CallKernel(socket.CloseCost);
        await m.Thread.Settle();
        m.Thread.FreeDescriptor(socket);
        socket.Close(m.Thread);
    }
}
