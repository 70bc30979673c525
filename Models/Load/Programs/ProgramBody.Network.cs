using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <content>Connections: the one that is served, and the one that was dialled.</content>
/// <remarks>A read that fails, at the end of file or after its deadline, ends the program, like a pool that has nothing in time, as an error that is returned would; a program that ends closes its connections.</remarks>
internal abstract partial class ProgramBody
{
    private ServerConnection? _accepted;
    private bool _handsOver;
    private DialledConnection? _dialled;
    private SimTime _dialBegan;

    /// <summary>The connection that its goroutine was made for; <see langword="null"/> for none.</summary>
    private protected virtual ServerConnection? Connection => null;

    /// <summary>Whether the program's end closes that connection.</summary>
    private protected virtual bool ClosesServed => Connection is not null;

    private ServerConnection Served => Connection ?? _accepted ?? throw Misuse("serves a connection before it has accepted one or one was handed over to it");

    private DialledConnection Dialled => _dialled ?? throw Misuse("uses a connection before it has dialled one, or after it has closed it");

    /// <summary>A request has been read.</summary>
    private protected virtual void TakeRequest(Request request)
    {
    }

    private Process<Step> RunNetwork(WorkerThread m, Goroutine g, Operation operation) => operation.Kind switch
    {
        OperationKind.Read => Read(m, g, operation),
        OperationKind.Write => Write(m, g, operation),
        OperationKind.ReadDialled => ReadDialled(m, g, operation),
        OperationKind.WriteDialled => WriteDialled(m, g, operation),
        OperationKind.Accept => Accept(m, g, operation),
        OperationKind.Dial => Dial(m, g, operation),
        OperationKind.Close => CloseServed(m),
        OperationKind.CloseDialled => CloseDialled(m),
        _ => throw NotWired(operation),
    };

    private async Process<Step> Read(WorkerThread m, Goroutine g, Operation operation)
    {
        var thread = m.Thread;
        var connection = Served;
        if (!_inOperation)
        {
            if (operation.Deadline is { } deadline) _process.Netpoller.SetDeadline(m, connection.PollDesc!, read: true, write: false, thread.LocalNow + deadline);
            if (connection.PollDesc is { } fresh) Netpoller.Reset(fresh, PollMode.Read);
            _inOperation = true;
        }

        if (!connection.Socket.HasMessage)
        {
            await thread.Settle(); // it may arrive while the thread still works off what it owes
            if (!connection.Socket.HasMessage)
            {
                Poll(m, connection.Socket);
                if (connection.Socket.HasEnded || connection.PollDesc is not { } pd || pd.Check(PollMode.Read) != PollError.None) return Step.Ended;
                return _process.ParkOnNetpoll(m, g, pd) ? Step.Parked : Step.Again;
            }
        }

        var message = connection.Socket.Receive();
        g.Clock = message.Clock;
        if (connection.PollDesc is null) GoProcess.EnterRunning(m, g, thread.LocalNow); // nobody has readied the goroutine for this request
        else message.Clock.Enter(LatencyComponent.Running, thread.LocalNow);
        Receive(m, connection.Socket, message, operation);
        if (operation.Deadline is not null) _process.Netpoller.SetDeadline(m, connection.PollDesc!, read: true, write: false, SimTime.MaxValue);
        TakeRequest((Request)message);
        return Step.Next;
    }

    private async Process<Step> Write(WorkerThread m, Goroutine g, Operation operation)
    {
        var request = Request ?? throw Misuse("writes a response before it has read a request");
        request.TurnIntoResponse(operation.Bytes);
        _process.NonBlockingSyscall(m);
        await m.Thread.Settle(); // a thread that loses its core in the call does so at its end: what it has computed before must not come then
        Syscalls.BeginShortCall(m, Served.Socket.SendCost(request));
        await m.Thread.Settle();
        GoProcess.LeaveRunning(m, g, LatencyComponent.Client, m.Thread.LocalNow);
        g.Clock = null;
        Served.Socket.Send(m.Thread, request);
        return await _process.Syscalls.EndShortCall(m, g) ? Step.Next : Step.LostP;
    }

    private async Process<Step> ReadDialled(WorkerThread m, Goroutine g, Operation operation)
    {
        var thread = m.Thread;
        var connection = Dialled;
        if (!_inOperation)
        {
            if (operation.Deadline is { } deadline) _process.Netpoller.SetDeadline(m, connection.PollDesc!, read: true, write: false, thread.LocalNow + deadline);
            Netpoller.Reset(connection.PollDesc!, PollMode.Read);
            _inOperation = true;
        }

        if (!connection.Socket.HasMessage)
        {
            await thread.Settle();
            if (!connection.Socket.HasMessage)
            {
                Poll(m, connection.Socket);
                if (!connection.Socket.HasEnded && connection.PollDesc!.Check(PollMode.Read) == PollError.None) return ParkForBackend(m, g, connection, PollMode.Read);
                BackFromBackend(m, g);
                return Step.Ended;
            }
        }

        BackFromBackend(m, g);
        var message = connection.Socket.Receive();
        Receive(m, connection.Socket, message, operation);
        connection.Answered((Request)message);
        if (operation.Deadline is not null) _process.Netpoller.SetDeadline(m, connection.PollDesc!, read: true, write: false, SimTime.MaxValue);
        return Step.Next;
    }

    private async Process<Step> WriteDialled(WorkerThread m, Goroutine g, Operation operation)
    {
        var connection = Dialled;
        var call = connection.NewCall(Stream);
        _shared.Transport.CountCall(connection);
        call.BeginCall(m.Thread.LocalNow, operation.Bytes > 0 ? operation.Bytes : UsualRequestBytes, Request?.Clock);
        _process.NonBlockingSyscall(m);
        await m.Thread.Settle();
        Syscalls.BeginShortCall(m, connection.Socket.SendCost(call));
        await m.Thread.Settle();
        connection.Socket.Send(m.Thread, call);
        return await _process.Syscalls.EndShortCall(m, g) ? Step.Next : Step.LostP;
    }

    private async Process<Step> Accept(WorkerThread m, Goroutine g, Operation operation)
    {
        var thread = m.Thread;
        var service = _shared.Services[operation.Shared];
        var listening = service.Listen(m);
        if (!_inOperation && !Netpoller.TryLock(g, listening, PollMode.Read)) return Step.Parked;
        if (!_inOperation) Netpoller.Reset(listening, PollMode.Read);
        _inOperation = true;
        await thread.Settle();
        if (!_process.Account.Descriptors.HasRoom())
        {
            _process.Netpoller.Unlock(m, listening, PollMode.Read);
            _inOperation = false;
            service.Backoff.Sleep(_process, m, g);
            return Step.Parked;
        }

        if (_process.Account.Descriptors.IsFull && !await _process.Syscalls.EnlargeDescriptorTable(m, g)) return Step.LostPMidway;
        if (!service.Listener!.TryAccept(thread, out var socket))
        {
            _process.NonBlockingSyscall(m);
            thread.CallKernel(_process.Host.Costs.TcpReceiveAgain);
            return _process.ParkOnNetpoll(m, g, listening) ? Step.Parked : Step.Again;
        }

        _process.Netpoller.Unlock(m, listening, PollMode.Read);
        _process.NonBlockingSyscall(m);
        thread.CallKernel(_process.Host.Costs.TcpAccept);
        thread.TryOpen(socket!);
        service.Backoff.Reset();
        _accepted = new(socket!.Number, socket, _process.NewPollDesc(socket));
        _handsOver = true;
        _process.Open(m, _accepted.PollDesc!);
        return Step.Next;
    }

    /// <summary>
    /// net.Dial: a socket, a connect that does not block, the descriptor into the poller, and a wait until it can be written
    /// to. On loopback the handshake is over when connect returns. A connection to the same service that is still open is kept.
    /// </summary>
    private async Process<Step> Dial(WorkerThread m, Goroutine g, Operation operation)
    {
        var service = _shared.Services[operation.Shared];
        if (_inOperation)
        {
            BackFromBackend(m, g);
            if (Dialled.Socket.IsReset) return Step.Ended; // ETIMEDOUT
            if (Dialled.Socket.IsConnected) return Connected(m);
            return ParkForBackend(m, g, Dialled, PollMode.Write);
        }

        if (_dialled is not null)
        {
            if (_dialled.Service == service && !_dialled.Socket.HasEnded) return Step.Next;
            await CloseDialled(m);
        }

        while (operation.Keeps is not null && _shared.Transport.Take(m, service, operation.Keeps) is { } idle)
        {
            if (idle.CanBeKept)
            {
                idle.Serve(operation);
                _dialled = idle;
                return Step.Next;
            }

            await _shared.Transport.Close(m, idle);
        }

        if (_process.Account.Descriptors.IsFull && !await _process.Syscalls.EnlargeDescriptorTable(m, g)) return Step.LostPMidway;
        _dialBegan = m.Thread.LocalNow;
        _process.NonBlockingSyscall(m);
        _process.NonBlockingSyscall(m);
        if (!TryConnect(m.Thread, service.NewConnection(operation))) return Step.Ended;
        await m.Thread.Settle();
        if (service.Port is { } port) _dialled!.Socket.Connect(m.Thread, port);
        else _dialled!.Socket.ConnectOutside(_dialled.Rtt);
        _dialled.PollDesc = _process.NewPollDesc(_dialled.Socket);
        _process.Open(m, _dialled.PollDesc);
        if (_dialled.Socket.IsConnected) return Connected(m);

        _inOperation = true;
        await m.Thread.Settle();
        return _dialled.Socket.IsConnected ? Connected(m) : ParkForBackend(m, g, _dialled, PollMode.Write);
    }

    private Step Connected(WorkerThread m)
    {
        _shared.Transport.CountDial(m.Thread.LocalNow - _dialBegan);
        return Step.Next;
    }

    /// <summary>socket and the beginning of connect: they fail where the process has no descriptor (EMFILE), or its machine no port (EADDRNOTAVAIL).</summary>
    private bool TryConnect(KernelThread thread, DialledConnection connection)
    {
        var socket = connection.Socket;
        var service = connection.Service;
        if (!thread.TryOpen(socket))
        {
            thread.CallKernel();
            service.Unused(connection);
            return false;
        }

        if (service.Port is { } port ? socket.TryPickPort(thread, port) : socket.TryPickPort(thread, service.Address))
        {
            thread.CallKernel(service.Port is null ? socket.RemoteConnectCost : socket.ConnectCost);
            _dialled = connection;
            return true;
        }

        thread.CallKernel(_process.Host.Costs.TcpSocketCall + _process.Host.Costs.Syscall);
        thread.FreeDescriptor(socket);
        service.Unused(connection);
        return false;
    }

    private async Process<Step> CloseServed(WorkerThread m)
    {
        var connection = Served;
        await ServerConnection.Close(_process, m, connection.Socket, connection.PollDesc!);
        _accepted = null;
        return Step.Next;
    }

    private async Process<Step> CloseDialled(WorkerThread m)
    {
        if (_dialled is not { } connection) return Step.Next;
        _dialled = null;
        var surplus = connection.Keeps is { } limits && connection.CanBeKept ? _shared.Transport.Put(m, connection, limits) : connection;
        if (surplus is not null) await _shared.Transport.Close(m, surplus);
        return Step.Next;
    }

    /// <summary>Takes over the connection that the spawning goroutine has accepted.</summary>
    internal void Inherit(ServerConnection connection) => _accepted = connection;

    /// <summary>The connection that this goroutine hands over to one that it starts, once; <see langword="null"/> for none.</summary>
    private ServerConnection? HandOver()
    {
        if (!_handsOver) return null;
        var connection = _accepted;
        (_accepted, _handsOver) = (null, false);
        return connection;
    }

    /// <summary>The program is over: defer conn.Close().</summary>
    private async Process CloseAll(WorkerThread m)
    {
        if (_dialled is not null) await CloseDialled(m);
        if (ClosesServed || _accepted is not null) await CloseServed(m);
    }

    private Step ParkForBackend(WorkerThread m, Goroutine g, DialledConnection connection, PollMode mode)
    {
        GoProcess.LeaveRunning(m, g, LatencyComponent.Backend, m.Thread.LocalNow);
        if (_process.Netpoller.Park(m, g, connection.PollDesc!, mode)) return Step.Parked;
        BackFromBackend(m, g);
        return Step.Again;
    }

    /// <summary>The poller knows the clock of a message at most; the goroutine works on its own request again.</summary>
    private void BackFromBackend(WorkerThread m, Goroutine g)
    {
        g.Clock = Request?.Clock;
        g.Clock?.Enter(LatencyComponent.Running, m.Thread.LocalNow);
    }

    /// <summary>A read that finds nothing.</summary>
    private void Poll(WorkerThread m, TcpSocket socket)
    {
        _process.NonBlockingSyscall(m);
        m.Thread.CallKernel(socket.HasEnded ? _process.Host.Costs.TcpReceive : _process.Host.Costs.TcpReceiveAgain);
    }

    /// <summary>Pays for reading a message: one call for each buffer that it fills.</summary>
    private void Receive(WorkerThread m, TcpSocket socket, IMessage message, Operation operation)
    {
        _process.NonBlockingSyscall(m);
        m.Thread.CallKernel(socket.ReceiveCost(message));
        for (var left = message.SizeBytes - operation.Bytes; operation.Bytes > 0 && left > 0; left -= operation.Bytes)
        {
            _process.NonBlockingSyscall(m);
            m.Thread.CallKernel(_process.Host.Costs.TcpReceive);
        }
    }

    private ProgramException Misuse(string what) => new(_program.Name, what, _process.Host.Simulation.Now);

    private InvalidOperationException NotWired(Operation operation) => new($"Program {_program.Name} has operation {operation.Kind}, which is not modelled.");
}
