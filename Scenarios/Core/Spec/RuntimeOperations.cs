using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary><c>sleep: DISTRIBUTION</c> (<c>time.Sleep</c>).</summary>
public sealed record SleepOperation(string Place, Distribution Time) : OperationSpec(Place);

/// <summary><c>yield</c> (<c>runtime.Gosched</c>).</summary>
public sealed record YieldOperation(string Place) : OperationSpec(Place);

/// <summary><c>spawn: PROGRAM</c> or <c>spawn: {program: PROGRAM, count: N, group: NAME}</c> (<c>go f()</c>, N times).</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Program">Name of the program that they run.</param>
/// <param name="Count">Goroutines, from 1; they have the numbers 0 to <paramref name="Count"/> − 1.</param>
/// <param name="Group">WaitGroup that counts them; <see langword="null"/> for the spawning goroutine's own.</param>
public sealed record SpawnOperation(string Place, string Program, int Count, string? Group) : OperationSpec(Place);

/// <summary><c>syscall: DISTRIBUTION</c> or <c>syscall: {time: DISTRIBUTION, cgo: true, blocking: true}</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Time">Time in the kernel, or in C.</param>
/// <param name="IsCgo">Whether it is a call into C (<c>cgocall</c>).</param>
/// <param name="IsBlocking">Whether the runtime knows beforehand that it will block and hands the P off at once (<c>entersyscallblock</c>).</param>
public sealed record SyscallOperation(string Place, Distribution Time, bool IsCgo, bool IsBlocking) : OperationSpec(Place);

/// <summary><c>lock-os-thread</c> (<c>runtime.LockOSThread</c>).</summary>
public sealed record LockOsThreadOperation(string Place) : OperationSpec(Place);

/// <summary><c>unlock-os-thread</c> (<c>runtime.UnlockOSThread</c>).</summary>
public sealed record UnlockOsThreadOperation(string Place) : OperationSpec(Place);

/// <summary><c>alloc: SIZE</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Bytes">Bytes allocated on the heap.</param>
public sealed record AllocOperation(string Place, int Bytes) : OperationSpec(Place);
