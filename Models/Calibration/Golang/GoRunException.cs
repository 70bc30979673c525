namespace GmpSim.Calibration.Golang;

/// <summary>A real Go program did not do what it should: the machine's fault or its container's, not that of a model.</summary>
/// <param name="message">What happened, as half a sentence.</param>
public sealed class GoRunException(string message) : Exception(message);
