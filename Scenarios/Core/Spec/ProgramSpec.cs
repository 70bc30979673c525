using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>A goroutine program: operations one after another.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Operations">What it does.</param>
public sealed record ProgramSpec(string Name, IReadOnlyList<OperationSpec> Operations);

/// <summary>One operation of a program.</summary>
/// <param name="Place">Where it stands, <c>file:line:column</c>, for messages.</param>
public abstract record OperationSpec(string Place);

/// <summary><c>cpu: DISTRIBUTION</c> (or <c>cpu: recorded</c> in a replay: the service time of the recording).</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Time">CPU time at full speed; <see langword="null"/> for <c>recorded</c>.</param>
public sealed record CpuOperation(string Place, Distribution? Time) : OperationSpec(Place);

/// <summary><c>read: request</c>.</summary>
public sealed record ReadOperation(string Place) : OperationSpec(Place);

/// <summary><c>write: response</c>.</summary>
public sealed record WriteOperation(string Place) : OperationSpec(Place);

/// <summary><c>sleep: DISTRIBUTION</c>.</summary>
public sealed record SleepOperation(string Place, Distribution Time) : OperationSpec(Place);

/// <summary><c>spawn: PROGRAM</c> (<c>go f()</c>); the new goroutine is not waited for.</summary>
public sealed record SpawnOperation(string Place, string Program) : OperationSpec(Place);

/// <summary><c>yield</c> (<c>runtime.Gosched</c>).</summary>
public sealed record YieldOperation(string Place) : OperationSpec(Place);

/// <summary><c>repeat: {times: N, do: [...]}</c>.</summary>
public sealed record RepeatOperation(string Place, int Times, IReadOnlyList<OperationSpec> Body) : OperationSpec(Place);

/// <summary>An operation of the format that is read and checked, but that the world does not model yet; building a world with it is refused by name.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Name of the operation, for example <c>select</c>.</param>
public sealed record UnmodelledOperation(string Place, string Name) : OperationSpec(Place);
