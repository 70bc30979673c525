using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>One instruction of a goroutine program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Time">Distribution of <see cref="OperationKind.Cpu"/> and <see cref="OperationKind.Sleep"/>.</param>
/// <param name="Count">Rounds of a loop.</param>
/// <param name="Target">First instruction of the loop that <see cref="OperationKind.RepeatEnd"/> closes.</param>
/// <param name="Program">Program that <see cref="OperationKind.Spawn"/> starts.</param>
public sealed record Operation(OperationKind Kind, Distribution? Time = null, int Count = 0, int Target = 0, GoroutineProgram? Program = null);
