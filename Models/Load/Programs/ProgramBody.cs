using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Runs a goroutine program: the interpreter, and the goroutine's place in it.</summary>
/// <remarks>
/// Computing time is only noted and passes at the next point where others can see the goroutine (a write, a park,
/// the end); stretches above 100 µs pass at once and can be cut short by a preemption signal.
/// </remarks>
internal abstract class ProgramBody : IGoroutineBody
{
    /// <summary>Computing that may pile up before it passes. Source: assumed; 1 % of the 10 ms after which Go preempts.</summary>
    private static readonly SimDuration s_grain = SimDuration.FromMicroseconds(100);

    private readonly GoProcess _process;
    private GoroutineProgram _program = null!;
    private int[] _rounds = [];
    private int _loop = -1;
    private int _at;
    private bool _inOperation;
    private SimDuration _left;

    private protected ProgramBody(GoProcess process) => _process = process;

    private protected GoProcess Process => _process;

    /// <summary>Where sampled times come from: the same numbers for the same request whatever the scheduler does.</summary>
    private protected abstract RandomStream Stream { get; }

    /// <summary>The connection it serves; <see langword="null"/> for tasks.</summary>
    private protected virtual ServerConnection? Connection => null;

    /// <summary>The request it works on; <see langword="null"/> before it has read one.</summary>
    private protected abstract Request? Request { get; }

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        var thread = m.Thread;
        while (true)
        {
            if (_at == _program.Code.Length)
            {
                if (!RepeatsWhenDone)
                {
                    await thread.Settle();
                    Done(m, g);
                    return RunOutcome.Exited;
                }

                _at = 0;
            }

            if (g.PreemptRequested)
            {
                await thread.Settle(); // others can see it from here on
                return RunOutcome.Preempted;
            }

            var operation = _program.Code[_at];
            switch (operation.Kind)
            {
                case OperationKind.Cpu:
                case OperationKind.CpuRecorded:
                    thread.Spend(_inOperation ? _left : ComputingTime(operation));
                    if (thread.Owed > s_grain)
                    {
                        _left = await thread.SettleInterruptibly();
                        _inOperation = _left > SimDuration.Zero;
                        if (_inOperation) return RunOutcome.Preempted;
                    }

                    _inOperation = false;
                    _at++;
                    break;

                case OperationKind.Read:
                    if (!_inOperation)
                    {
                        GoProcess.ResetPoll(Connection!.PollDesc);
                        _inOperation = true;
                    }

                    if (!Connection!.Socket.HasMessage)
                    {
                        await thread.Settle(); // it may arrive while the thread still works off what it owes
                        if (!Connection.Socket.HasMessage)
                        {
                            _process.NonBlockingSyscall(m);
                            thread.Spend(_process.Host.Costs.Syscall + _process.Host.Costs.TcpReceiveAgain);
                            if (_process.ParkOnNetpoll(m, g, Connection.PollDesc)) return RunOutcome.Parked;
                            break;
                        }
                    }

                    Read(m, g);
                    _inOperation = false;
                    _at++;
                    break;

                case OperationKind.Write:
                    _process.NonBlockingSyscall(m);
                    Request!.TurnIntoResponse();
                    thread.Spend(Connection!.Socket.SendCost(Request));
                    await thread.Settle();
                    Write(m, g);
                    _at++;
                    break;

                case OperationKind.Sleep:
                    if (_inOperation)
                    {
                        _inOperation = false;
                        _at++;
                        break;
                    }

                    _inOperation = true;
                    var duration = operation.Time!.Sample(Stream);
                    await thread.Settle();
                    _process.ParkForSleep(m, g, duration);
                    return RunOutcome.Parked;

                case OperationKind.Spawn:
                    _at++;
                    await thread.Settle(); // a thief must not run the new goroutine before this one has come to its go statement
                    _process.Spawn(m, new SpawnedBody(_process, operation.Program!, Stream.NextBits()));
                    break;

                case OperationKind.Yield:
                    _at++;
                    await thread.Settle();
                    return RunOutcome.Yielded;

                case OperationKind.RepeatBegin:
                    _rounds[++_loop] = operation.Count;
                    _at++;
                    break;

                case OperationKind.RepeatEnd:
                    if (--_rounds[_loop] > 0) _at = operation.Target;
                    else
                    {
                        _loop--;
                        _at++;
                    }

                    break;

                default: throw new InvalidOperationException($"Program {_program.Name} has operation {operation.Kind}.");
            }
        }
    }

    /// <summary>Whether the program starts over at its end: connection handlers do.</summary>
    private protected virtual bool RepeatsWhenDone => false;

    /// <summary>The program has ended.</summary>
    private protected virtual void Done(WorkerThread m, Goroutine g)
    {
    }

    /// <summary>A request has been read.</summary>
    private protected virtual void TakeRequest(Request request)
    {
    }

    /// <summary>Stands at the beginning of <paramref name="program"/>.</summary>
    private protected void Rewind(GoroutineProgram program)
    {
        _program = program;
        if (_rounds.Length < program.LoopDepth) _rounds = new int[program.LoopDepth];
        _loop = -1;
        _at = 0;
        _inOperation = false;
    }

    private SimDuration ComputingTime(Operation operation) =>
        operation.Kind == OperationKind.Cpu ? operation.Time!.Sample(Stream) : Request?.RecordedService ?? SimDuration.Zero;

    private void Read(WorkerThread m, Goroutine g)
    {
        var message = Connection!.Socket.Receive();
        _process.NonBlockingSyscall(m);
        g.Clock = message.Clock;
        GoProcess.EnterRunning(m, g, m.Thread.LocalNow);
        m.Thread.Spend(Connection.Socket.ReceiveCost(message));
        TakeRequest((Request)message);
    }

    private void Write(WorkerThread m, Goroutine g)
    {
        GoProcess.LeaveRunning(m, g, LatencyComponent.Client, m.Thread.LocalNow);
        g.Clock = null;
        Connection!.Socket.Send(m.Thread, Request!);
    }
}
