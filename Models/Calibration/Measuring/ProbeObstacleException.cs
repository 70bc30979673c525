namespace GmpSim.Calibration.Measuring;

/// <summary>A probe cannot measure here; the others can.</summary>
/// <param name="reason">Why, in words for the user.</param>
internal sealed class ProbeObstacleException(string reason) : Exception(reason);
