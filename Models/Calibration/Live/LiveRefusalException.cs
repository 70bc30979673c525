using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>This machine, or this container, does not let a scenario be run for real.</summary>
/// <param name="message">What is refused, and why.</param>
public sealed class LiveRefusalException(string message) : UnrunnableException(message);
