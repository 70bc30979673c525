using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A Go server with event loops of its own: the goroutine that starts them, accepts connections and deals them out in turn.</summary>
/// <remarks>
/// The main reactor and the sub-reactors of gnet (engine_unix.go). It waits for connections on an instance of its own too. A connection is registered by the goroutine that accepts it
/// (as in cloudwego/netpoll); gnet wakes the loop through an eventfd and lets it do that. Without a descriptor left it sleeps like net/http's.
/// </remarks>
public sealed class EventLoopServer : IGoroutineBody
{
    private readonly Acceptor _acceptor;

    /// <summary>The main goroutine of the server.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="shared">What goroutines share.</param>
    /// <param name="listener">Where connections come in.</param>
    /// <param name="options">Its loops.</param>
    /// <param name="handlerOf">The handler of a connection, by its number.</param>
    /// <param name="background">A program that a goroutine of its own runs from the start; <see langword="null"/> for none.</param>
    public EventLoopServer(GoProcess process, SharedObjects shared, Listener listener, EventLoopOptions options, Func<int, GoroutineProgram> handlerOf, GoroutineProgram? background)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(options);
        var streams = new ConnectionStreams(process.Host.Simulation);
        EventLoopBody[] loops = [.. Enumerable.Range(0, options.Loops).Select(_ => new EventLoopBody(process, shared, options, streams, handlerOf))];
        _acceptor = new(process, listener, options, loops, background is null ? null : shared.NewBody().InBackground(background));
    }

    /// <inheritdoc/>
    public Process<RunOutcome> Run(WorkerThread m, Goroutine g) => _acceptor.Run(m, g);

    private sealed class Acceptor(GoProcess process, Listener listener, EventLoopOptions options, EventLoopBody[] loops, IGoroutineBody? background)
        : PollingBody(process, options.MaxEvents, options.LocksThreads)
    {
        private readonly AcceptBackoff _backoff = new();
        private int _turn;

        private protected override async Process Start(WorkerThread m)
        {
            var thread = m.Thread;
            thread.TryOpen(listener);
            thread.CallKernel(Process.Host.Costs.Syscall * loops.Length); // epoll_create1
            Epoll.Add(thread, new(listener, listener, EpollTrigger.None, PollMask.In));
            if (background is not null) Process.Spawn(m, background);
            foreach (var loop in loops)
            {
                await thread.Settle();
                Process.Spawn(m, loop);
            }

            await thread.Settle();
        }

        private protected override async Process<RunOutcome?> Handle(WorkerThread m, Goroutine g, EpollItem item)
        {
            var thread = m.Thread;
            await thread.Settle();
            if (!Process.Account.Descriptors.HasRoom())
            {
                _backoff.Sleep(Process, m, g);
                return RunOutcome.Parked;
            }

            if (Process.Account.Descriptors.IsFull && !await Process.Syscalls.EnlargeDescriptorTable(m, g)) return RunOutcome.LostP;
            Process.NonBlockingSyscall(m);
            if (!listener.TryAccept(thread, out var socket))
            {
                thread.CallKernel(Process.Host.Costs.TcpReceiveAgain);
                return null;
            }

            thread.CallKernel(Process.Host.Costs.TcpAccept);
            thread.TryOpen(socket!);
            _backoff.Reset();
            await thread.Settle();
            loops[_turn].Take(thread, socket!);
            _turn = (_turn + 1) % loops.Length;
            return null;
        }
    }
}
