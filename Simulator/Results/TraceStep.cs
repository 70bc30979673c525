using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>A stretch of a request's time that belongs to one component.</summary>
/// <param name="Component">The component.</param>
/// <param name="From">Its beginning, from the start of the run.</param>
/// <param name="To">Its end, from the start of the run.</param>
public readonly record struct TraceStep(LatencyComponent Component, SimDuration From, SimDuration To);
