using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;

namespace GmpSim.Load;

/// <content>Connections.</content>
internal abstract partial class ProgramBody
{
    /// <summary>The connection it serves; <see langword="null"/> for tasks.</summary>
    private protected virtual ServerConnection? Connection => null;

    /// <summary>A request has been read.</summary>
    private protected virtual void TakeRequest(Request request)
    {
    }

    private Process<Step> RunNetwork(WorkerThread m, Goroutine g, Operation operation) => operation.Kind switch
    {
        OperationKind.Read => Read(m, g),
        OperationKind.Write => Write(m, g),
        _ => throw NotWired(operation),
    };

    private async Process<Step> Read(WorkerThread m, Goroutine g)
    {
        var thread = m.Thread;
        var connection = Connection!;
        if (!_inOperation)
        {
            GoProcess.ResetPoll(connection.PollDesc);
            _inOperation = true;
        }

        if (!connection.Socket.HasMessage)
        {
            await thread.Settle(); // it may arrive while the thread still works off what it owes
            if (!connection.Socket.HasMessage)
            {
                _process.NonBlockingSyscall(m);
                thread.Spend(_process.Host.Costs.Syscall + _process.Host.Costs.TcpReceiveAgain);
                return _process.ParkOnNetpoll(m, g, connection.PollDesc) ? Step.Parked : Step.Again;
            }
        }

        var message = connection.Socket.Receive();
        _process.NonBlockingSyscall(m);
        g.Clock = message.Clock;
        GoProcess.EnterRunning(m, g, thread.LocalNow);
        thread.Spend(connection.Socket.ReceiveCost(message));
        TakeRequest((Request)message);
        return Step.Next;
    }

    private async Process<Step> Write(WorkerThread m, Goroutine g)
    {
        _process.NonBlockingSyscall(m);
        Request!.TurnIntoResponse();
        m.Thread.Spend(Connection!.Socket.SendCost(Request));
        await m.Thread.Settle();
        GoProcess.LeaveRunning(m, g, LatencyComponent.Client, m.Thread.LocalNow);
        g.Clock = null;
        Connection!.Socket.Send(m.Thread, Request!);
        return Step.Next;
    }

    private InvalidOperationException NotWired(Operation operation) => new($"Program {_program.Name} has operation {operation.Kind}, which is not modelled.");
}
