using GmpSim.Load;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Turns the programs of a scenario into the flat instructions that goroutines run.</summary>
internal sealed class ProgramCompiler
{
    private readonly List<Operation> _code = [];
    private readonly SharedTable _shared;
    private readonly Dictionary<string, GoroutineProgram> _programs;
    private readonly bool _dials;

    private ProgramCompiler(ProgramSpec program, SharedTable shared, Dictionary<string, GoroutineProgram> programs)
    {
        _shared = shared;
        _programs = programs;
        _dials = program.Dials;
        Append(program.Operations);
    }

    /// <summary>Compiles the programs of a scenario.</summary>
    internal static CompiledPrograms Compile(IReadOnlyDictionary<string, ProgramSpec> specs)
    {
        var shared = new SharedTable();
        shared.Collect(specs.Values);

        // First the names, so that programs can spawn each other; then the instructions.
        var programs = specs.ToDictionary(pair => pair.Key, pair => new GoroutineProgram(pair.Key), StringComparer.Ordinal);
        foreach (var (name, spec) in specs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            programs[name].Define(new ProgramCompiler(spec, shared, programs)._code);
        return new CompiledPrograms(programs, shared.Names);
    }

    private void Append(IReadOnlyList<OperationSpec> operations)
    {
        foreach (var operation in operations) Append(operation);
    }

    private void Append(OperationSpec spec)
    {
        switch (spec)
        {
            case RepeatOperation repeat: AppendRepeat(repeat); break;
            case ChooseOperation choose: AppendChoose(choose); break;
            case SelectOperation select: AppendSelect(select); break;
            default: _code.Add(Single(spec)); break;
        }
    }

    private void AppendRepeat(RepeatOperation repeat)
    {
        _code.Add(new(OperationKind.RepeatBegin, Count: repeat.Times ?? 0));
        var first = _code.Count;
        Append(repeat.Body);
        _code.Add(new(OperationKind.RepeatEnd, Target: first));
    }

    /// <summary>The choice, then the ways one after another, each with a jump behind them all.</summary>
    private void AppendChoose(ChooseOperation choose)
    {
        var likely = choose.Ways.Where(way => way.Percent > 0).ToArray();
        var begin = _code.Count;
        _code.Add(new(OperationKind.Choose));
        var targets = AppendBranches([.. likely.Select(way => way.Body)]);
        var ways = new ChoiceWay[likely.Length];
        var sum = 0m;
        for (var i = 0; i < ways.Length; i++)
        {
            sum += likely[i].Percent;
            ways[i] = new(Threshold(sum), targets[i]);
        }

        _code[begin] = new(OperationKind.Choose) { Ways = ways };
    }

    /// <summary>A share of all 64-bit numbers, exactly: no floating point decides.</summary>
    private static ulong Threshold(decimal percent) => (ulong)decimal.Min(ulong.MaxValue, decimal.Floor(percent / 100 * 18_446_744_073_709_551_616m));

    private void AppendSelect(SelectOperation select)
    {
        var begin = _code.Count;
        _code.Add(new(OperationKind.Select));
        var targets = AppendBranches([.. select.Cases.Select(one => one.Body)]);
        var cases = select.Cases.Select((one, i) => new SelectCase(
            KindOf(one.Kind),
            one.Channel is { } channel ? _shared.NumberOf(SharedKind.Channel, channel.Name) : -1,
            PositionOf(one.Channel),
            one.After,
            targets[i]));
        _code[begin] = new(OperationKind.Select) { Cases = [.. cases] };
    }

    private int[] AppendBranches(IReadOnlyList<IReadOnlyList<OperationSpec>> bodies)
    {
        var targets = new int[bodies.Count];
        var jumps = new List<int>();
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = _code.Count;
            Append(bodies[i]);
            if (i == targets.Length - 1) break;
            jumps.Add(_code.Count);
            _code.Add(new(OperationKind.Jump));
        }

        foreach (var jump in jumps) _code[jump] = new(OperationKind.Jump, Target: _code.Count);
        return targets;
    }

    private Operation Single(OperationSpec spec) => spec switch
    {
        CpuOperation { Time: null } => new(OperationKind.CpuRecorded),
        CpuOperation cpu => new(OperationKind.Cpu, cpu.Time),
        TouchOperation touch => AboutOrOwn(OperationKind.Touch, SharedKind.CacheLine, touch.Line) with { Offset = touch.At, Stride = touch.Each, IsWrite = touch.IsWrite },
        TouchMemoryOperation touch => AboutOrOwn(OperationKind.TouchMemory, SharedKind.Memory, touch.Memory) with { MemorySize = touch.Size, Bytes = touch.Bytes },
        LogOperation log => About(OperationKind.Log, SharedKind.Mark, log.Mark),
        ReadOperation or WriteOperation or AcceptOperation or DialOperation or CloseOperation { Channel: null } => Network(spec),
        SleepOperation sleep => new(OperationKind.Sleep, sleep.Time),
        YieldOperation => new(OperationKind.Yield),
        SpawnOperation spawn => new(OperationKind.Spawn, Count: spawn.Count, Program: _programs[spawn.Program]) { Shared = NumberOfGroup(spawn.Group) },
        SyscallOperation call => new(OperationKind.Syscall, call.Time) { IsCgo = call.IsCgo, IsBlocking = call.IsBlocking },
        LockOsThreadOperation => new(OperationKind.LockOsThread),
        UnlockOsThreadOperation => new(OperationKind.UnlockOsThread),
        AllocOperation alloc => new(OperationKind.Alloc) { Bytes = alloc.Bytes },
        _ => Sync(spec),
    };

    private Operation Network(OperationSpec spec) => spec switch
    {
        ReadOperation read => new(IsDialled(read.What, Transfer.Response) ? OperationKind.ReadDialled : OperationKind.Read) { Bytes = read.Bytes ?? 0, Deadline = read.Deadline },
        WriteOperation write => new(IsDialled(write.What, Transfer.Request) ? OperationKind.WriteDialled : OperationKind.Write) { Bytes = write.Bytes ?? 0 },
        AcceptOperation accept => About(OperationKind.Accept, SharedKind.Service, accept.Listener),
        DialOperation dial => About(OperationKind.Dial, SharedKind.Service, dial.To) with { Time = dial.Service, Rtt = dial.Rtt, Bytes = dial.ResponseBytes, Keeps = dial.Keeps },
        _ => new(_dials ? OperationKind.CloseDialled : OperationKind.Close),
    };

    private Operation Sync(OperationSpec spec) => spec switch
    {
        LockOperation { Name: var name } => _shared.IsReadLocked(name) ? About(OperationKind.WriteLock, SharedKind.RWMutex, name) : About(OperationKind.Lock, SharedKind.Mutex, name),
        UnlockOperation { Name: var name } => _shared.IsReadLocked(name) ? About(OperationKind.WriteUnlock, SharedKind.RWMutex, name) : About(OperationKind.Unlock, SharedKind.Mutex, name),
        ReadLockOperation { Name: var name } => About(OperationKind.ReadLock, SharedKind.RWMutex, name),
        ReadUnlockOperation { Name: var name } => About(OperationKind.ReadUnlock, SharedKind.RWMutex, name),
        AcquireOperation acquire => About(OperationKind.Acquire, SharedKind.Pool, acquire.Pool) with { Deadline = acquire.Timeout },
        ReleaseOperation release => About(OperationKind.Release, SharedKind.Pool, release.Pool),
        SendOperation send => About(OperationKind.Send, send.Channel),
        ReceiveOperation receive => About(OperationKind.Receive, receive.Channel),
        CloseOperation { Channel: { } channel } => About(OperationKind.CloseChannel, channel),
        WaitOperation wait => new(OperationKind.Wait) { Shared = NumberOfGroup(wait.Group) },
        _ => throw new InvalidOperationException($"{spec.Place}: no instruction for {spec.GetType().Name}."),
    };

    private bool IsDialled(Transfer what, Transfer overDialled) => what == overDialled || (what == Transfer.Bytes && _dials);

    private int NumberOfGroup(string? group) => group is null ? -1 : _shared.NumberOf(SharedKind.WaitGroup, group);

    private Operation About(OperationKind kind, SharedKind shared, string name) => new(kind) { Shared = _shared.NumberOf(shared, name) };

    private Operation AboutOrOwn(OperationKind kind, SharedKind shared, string? name) => name is null ? new(kind) : About(kind, shared, name);

    private Operation About(OperationKind kind, ChannelUse channel) =>
        new(kind) { Shared = _shared.NumberOf(SharedKind.Channel, channel.Name), At = PositionOf(channel) };

    private static ChannelPosition PositionOf(ChannelUse? channel) => channel?.At switch
    {
        ChannelAt.Own => ChannelPosition.Own,
        ChannelAt.Next => ChannelPosition.Next,
        ChannelAt.Previous => ChannelPosition.Previous,
        _ => ChannelPosition.Shared,
    };

    private static Load.SelectCaseKind KindOf(Spec.SelectCaseKind kind) => kind switch
    {
        Spec.SelectCaseKind.Send => Load.SelectCaseKind.Send,
        Spec.SelectCaseKind.Receive => Load.SelectCaseKind.Receive,
        Spec.SelectCaseKind.After => Load.SelectCaseKind.After,
        _ => Load.SelectCaseKind.Default,
    };
}
