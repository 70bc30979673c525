using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>A goroutine program: operations one after another.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Operations">What it does.</param>
public sealed record ProgramSpec(string Name, IReadOnlyList<OperationSpec> Operations)
{
    /// <summary>Whether it dials: its <c>close</c> and its transfers of bytes then mean the dialled connection.</summary>
    internal bool Dials => AllOperations.Any(operation => operation is DialOperation);

    /// <summary>Its operations and those within them, in the order of the file.</summary>
    public IEnumerable<OperationSpec> AllOperations => All(Operations);

    private static IEnumerable<OperationSpec> All(IReadOnlyList<OperationSpec> operations) =>
        operations.SelectMany(operation => Bodies(operation).SelectMany(All).Prepend(operation));

    /// <summary>The operations that an operation holds.</summary>
    private static IEnumerable<IReadOnlyList<OperationSpec>> Bodies(OperationSpec operation) => operation switch
    {
        RepeatOperation repeat => [repeat.Body],
        ChooseOperation choose => choose.Ways.Select(way => way.Body),
        SelectOperation select => select.Cases.Select(one => one.Body),
        _ => [],
    };
}

/// <summary>One operation of a program.</summary>
/// <param name="Place">Where it stands, <c>file:line:column</c>, for messages.</param>
public abstract record OperationSpec(string Place);

/// <summary><c>cpu: DISTRIBUTION</c> (or <c>cpu: recorded</c> in a replay: the service time of the recording).</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Time">CPU time at full speed; <see langword="null"/> for <c>recorded</c>.</param>
public sealed record CpuOperation(string Place, Distribution? Time) : OperationSpec(Place);

/// <summary><c>touch: LINE</c> or <c>touch: {line: LINE, at: 8B, each: 64B, write: false}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Line">Name of the cache line that the process shares; <see langword="null"/> for the goroutine's <c>own</c>.</param>
/// <param name="At">Where the touched field lies, from the beginning of the line on [bytes].</param>
/// <param name="Each">How far apart the fields of the goroutines of a spawn lie [bytes]; 0 where all touch the same.</param>
/// <param name="IsWrite">Whether it is written.</param>
public sealed record TouchOperation(string Place, string? Line, int At, int Each, bool IsWrite) : OperationSpec(Place);

/// <summary><c>touch: {memory: NAME, size: 16MiB, bytes: 4KiB}</c>: a random part of some memory.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Memory">Name of the memory that the process shares; <see langword="null"/> for the goroutine's <c>own</c>.</param>
/// <param name="Size">How large it is [bytes].</param>
/// <param name="Bytes">How much of it is touched [bytes].</param>
public sealed record TouchMemoryOperation(string Place, string? Memory, int Size, int Bytes) : OperationSpec(Place);

/// <summary><c>repeat: {times: N, do: [...]}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Times">Rounds, from 1; <see langword="null"/> for <c>forever</c>.</param>
/// <param name="Body">What is repeated.</param>
public sealed record RepeatOperation(string Place, int? Times, IReadOnlyList<OperationSpec> Body) : OperationSpec(Place);

/// <summary><c>choose: [{probability: 95%, do: [...]}, ...]</c>: one of several ways, by chance.</summary>
public sealed record ChooseOperation(string Place, IReadOnlyList<ChooseWay> Ways) : OperationSpec(Place);

/// <summary>One way of a <c>choose</c>.</summary>
/// <param name="Percent">How likely it is, 0 to 100, exactly as written; those of all ways sum to 100.</param>
/// <param name="Body">What is done.</param>
public sealed record ChooseWay(decimal Percent, IReadOnlyList<OperationSpec> Body);

/// <summary><c>log: MARK</c>: a mark in the event trace.</summary>
public sealed record LogOperation(string Place, string Mark) : OperationSpec(Place);
