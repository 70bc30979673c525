using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>What a scripted load generator does from one instruction to the next.</summary>
/// <param name="From">When it begins.</param>
/// <param name="Gap">Least mean time between two requests of a lane: zero where nothing limits it, <see langword="null"/> while it is paused.</param>
public readonly record struct ScriptPhase(SimTime From, SimDuration? Gap);
