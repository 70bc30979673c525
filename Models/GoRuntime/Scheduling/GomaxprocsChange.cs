using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>A call of <c>runtime.GOMAXPROCS</c> by the program.</summary>
/// <param name="At">When, from the start of the process.</param>
/// <param name="Gomaxprocs">Number of Ps from then on.</param>
public readonly record struct GomaxprocsChange(SimDuration At, int Gomaxprocs);
