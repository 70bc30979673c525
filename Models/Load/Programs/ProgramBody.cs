using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>Runs a goroutine program: the interpreter, and the goroutine's place in it.</summary>
/// <remarks>
/// Computing time is only noted and passes at the next point where others can see the goroutine (a write, a park,
/// the end); stretches above 5 µs pass at once and can be cut short by a preemption signal. This part holds the loop
/// over the instructions and those that compute or jump; each other subject has a part of its own. An instruction that
/// parks the goroutine is come back to, with <see cref="_inOperation"/> set.
/// </remarks>
internal abstract partial class ProgramBody : IGoroutineBody
{
    /// <summary>Size of a request to a service where the program does not say it [bytes]. Source: assumed; that of the clients.</summary>
    private const int UsualRequestBytes = 128;

    /// <summary>Rounds of an endless loop within one instant. Source: assumed; a worker that finds this many jobs waiting at once is no worker's model.</summary>
    private const int MostRoundsAtOnce = 10_000_000;

    /// <summary>Computing that may pile up before it passes. Source: assumed; small against the 100 µs after which a stop of the world asks again, so that the time to stop is a signal's.</summary>
    private static readonly SimDuration s_grain = SimDuration.FromMicroseconds(5);

    private readonly GoProcess _process;
    private readonly SharedObjects _shared;
    private GoroutineProgram _program = null!;
    private int[] _rounds = [];
    private int _loop = -1;
    private int _at;
    private bool _inOperation;
    private SimTime _lastRoundAt;
    private int _roundsAtOnce;
    private SimDuration _left;
    private CacheLine? _ownLine; // kept for the next goroutine, as is the memory: Go, too, hands on what a dead one leaves
    private WorkingSet? _ownMemory;

    private protected ProgramBody(GoProcess process, SharedObjects shared)
    {
        _process = process;
        _shared = shared;
    }

    private protected GoProcess Process => _process;

    /// <summary>Where sampled times come from: the same numbers for the same request whatever the scheduler does.</summary>
    private protected abstract RandomStream Stream { get; }

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
                if (!RepeatsWhenDone) break;
                _at = 0;
            }

            if (g.PreemptRequested)
            {
                await thread.Settle(); // others can see it from here on
                return RunOutcome.Preempted;
            }

            var operation = _program.Code[_at];
            var step = Step.Next;
            switch (operation.Kind)
            {
                case OperationKind.Cpu:
                case OperationKind.CpuRecorded:
                case OperationKind.TouchMemory:
                    if (_inOperation) thread.Spend(_left);
                    else if (operation.Kind == OperationKind.TouchMemory) TouchMemory(thread, operation);
                    else thread.Spend(ComputingTime(operation));
                    if (thread.Owed > s_grain)
                    {
                        _left = await thread.SettleInterruptibly();
                        while (_left > SimDuration.Zero && !g.PreemptRequested) // a signal meant for whoever ran here before
                        {
                            thread.Spend(_left);
                            _left = await thread.SettleInterruptibly();
                        }

                        if (_left > SimDuration.Zero) step = Step.Preempted;
                    }

                    break;

                case OperationKind.RepeatBegin: _rounds[++_loop] = operation.Count; break;
                case OperationKind.RepeatEnd: step = EndRound(operation, thread.LocalNow); break;
                case OperationKind.Choose: step = Choose(operation.Ways); break;

                case OperationKind.Jump:
                    _at = operation.Target;
                    step = Step.Jumped;
                    break;

                case OperationKind.Touch:
                    if (operation.Shared >= 0) await thread.Settle(); // others may be at the line: who comes first has it first
                    Touch(thread, operation);
                    break;

                case OperationKind.Log:
                    await thread.Settle();
                    _shared.Marks[operation.Shared].Leave(g.Id);
                    break;

                case OperationKind.Yield:
                    _at++;
                    await thread.Settle();
                    return RunOutcome.Yielded;

                case <= OperationKind.CloseDialled: step = await RunNetwork(m, g, operation); break;
                case <= OperationKind.Alloc: step = await RunRuntime(m, g, operation); break;
                default: step = await RunSync(m, g, operation); break;
            }

            switch (step)
            {
                case Step.Next:
                    _at++;
                    _inOperation = false;
                    break;

                case Step.NextAfterYield:
                    _at++;
                    _inOperation = false;
                    return RunOutcome.YieldedLocally;

                case Step.Jumped: _inOperation = false; break;
                case Step.Parked: return RunOutcome.Parked;

                case Step.Preempted:
                    _inOperation = true;
                    return RunOutcome.Preempted;

                case Step.LostP:
                    _at++;
                    _inOperation = false;
                    return RunOutcome.LostP;

                case Step.LostPMidway: return RunOutcome.LostP;

                case Step.Ended:
                    await CloseAll(m);
                    await thread.Settle();
                    Done(m, g);
                    return RunOutcome.Exited;
            }
        }

        if (_dialled is not null || _accepted is not null || ClosesServed) await CloseAll(m);
        await thread.Settle();
        Done(m, g);
        return RunOutcome.Exited;
    }

    /// <summary>Whether the program starts over at its end: connection handlers do.</summary>
    private protected virtual bool RepeatsWhenDone => false;

    /// <summary>Whether it stands at its end, not where an error has ended it.</summary>
    private protected bool HasReachedEnd => _at == _program.Code.Length;

    /// <summary>The program has ended.</summary>
    private protected virtual void Done(WorkerThread m, Goroutine g)
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
        if (_children is { Count: > 0 }) _children = null; // goroutines of the one before still count there
    }

    private SimDuration ComputingTime(Operation operation) =>
        operation.Kind == OperationKind.Cpu ? operation.Time!.Sample(Stream) : Request?.RecordedService ?? SimDuration.Zero;

    private Step EndRound(Operation operation, SimTime now)
    {
        if (_rounds[_loop] == 0) CheckProgress(now);
        if (_rounds[_loop] == 0 || --_rounds[_loop] > 0)
        {
            _at = operation.Target;
            return Step.Jumped;
        }

        _loop--;
        return Step.Next;
    }

    /// <summary>An endless loop in which no time passes would keep the simulator busy for ever.</summary>
    private void CheckProgress(SimTime now)
    {
        if (now > _lastRoundAt) (_lastRoundAt, _roundsAtOnce) = (now, 0);
        if (++_roundsAtOnce > MostRoundsAtOnce) throw Misuse($"repeats something for ever, {MostRoundsAtOnce} rounds without any time passing");
    }

    /// <summary>One draw for each choice, whatever comes of it: so the draws that follow stay in step.</summary>
    private Step Choose(ChoiceWay[] ways)
    {
        var drawn = Stream.NextBits();
        var way = 0;
        while (way < ways.Length - 1 && drawn >= ways[way].Below) way++;
        _at = ways[way].Target;
        return Step.Jumped;
    }

    private void Touch(KernelThread thread, Operation operation)
    {
        var line = operation.Shared >= 0
            ? _shared.Lines[operation.Shared].At(operation.Offset + (operation.Stride * IndexInSpawn))
            : _ownLine ??= _process.Host.Hardware.NewLine();
        if (operation.IsWrite) thread.WriteLine(line);
        else thread.ReadLine(line);
    }

    private void TouchMemory(KernelThread thread, Operation operation)
    {
        var memory = operation.Shared >= 0 ? _shared.Memories[operation.Shared] : _ownMemory ??= new(_process.Host.Hardware, isShared: false);
        thread.TouchMemory(memory, operation.MemorySize, operation.Bytes);
    }
}
