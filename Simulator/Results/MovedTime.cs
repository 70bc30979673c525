using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>Time that a request spent in a component somewhere within its <see cref="LatencyComponent.Running"/> steps.</summary>
/// <param name="Component">The component.</param>
/// <param name="Amount">How long.</param>
public readonly record struct MovedTime(LatencyComponent Component, SimDuration Amount);
