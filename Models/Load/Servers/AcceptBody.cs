using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>The accept loop: one goroutine that accepts, registers and starts a goroutine for each connection (http.Server.Serve).</summary>
public sealed class AcceptBody(GoProcess process, SharedObjects shared, Listener listener, GoroutineProgram handler) : IGoroutineBody
{
    private readonly Stack<ConnectionBody> _idleBodies = new();

    private readonly ConnectionStreams _streams = new(process.Host.Simulation);
    private readonly AcceptBackoff _backoff = new();
    private PollDesc? _listening;

    /// <summary>A program that a goroutine of its own runs from the start; <see langword="null"/> for none.</summary>
    public GoroutineProgram? Background { get; init; }

    /// <summary>Handlers of the connections that have one of their own, by number of the connection.</summary>
    public IReadOnlyDictionary<int, GoroutineProgram> HandlerOf { get; init; } = new Dictionary<int, GoroutineProgram>();

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        var thread = m.Thread;
        if (_listening is null)
        {
            _listening = process.NewPollDesc(listener);
            thread.TryOpen(listener);
            process.Open(m, _listening);
            if (Background is not null) process.Spawn(m, shared.NewBody().InBackground(Background));
        }

        while (true)
        {
            GoProcess.ResetPoll(_listening);
            await thread.Settle();
            if (!process.Account.Descriptors.HasRoom())
            {
                _backoff.Sleep(process, m, g);
                return RunOutcome.Parked;
            }

            if (process.Account.Descriptors.IsFull && !await process.Syscalls.EnlargeDescriptorTable(m, g)) return RunOutcome.LostP;
            TcpSocket? socket;
            while (!listener.TryAccept(thread, out socket))
            {
                process.NonBlockingSyscall(m);
                thread.CallKernel(process.Host.Costs.TcpReceiveAgain);
                if (process.ParkOnNetpoll(m, g, _listening)) return RunOutcome.Parked;
            }

            Serve(m, socket!);
            if (g.PreemptRequested) return RunOutcome.Preempted;
        }
    }

    private void Serve(WorkerThread m, TcpSocket socket)
    {
        process.NonBlockingSyscall(m);
        m.Thread.CallKernel(process.Host.Costs.TcpAccept);
        m.Thread.TryOpen(socket);
        _backoff.Reset();
        var connection = new ServerConnection(socket.Number, socket, process.NewPollDesc(socket));
        process.Open(m, connection.PollDesc!);
        if (!_idleBodies.TryPop(out var body)) body = new(process, shared, _idleBodies);
        process.Spawn(m, body.Begin(HandlerOf.GetValueOrDefault(socket.Number, handler), connection, _streams.Of(socket.Number)));
    }
}
