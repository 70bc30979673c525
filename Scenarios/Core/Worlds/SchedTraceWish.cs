using GmpSim.Engine;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Wish for schedtrace lines.</summary>
/// <param name="Period">Shortest time from line to line, above zero.</param>
/// <param name="Detail">Whether every P, M and G is listed, too (<c>scheddetail=1</c>).</param>
public readonly record struct SchedTraceWish(SimDuration Period, bool Detail);
