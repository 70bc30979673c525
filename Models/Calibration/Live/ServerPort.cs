namespace GmpSim.Calibration.Live;

/// <summary>Where clients connect to while a run goes on.</summary>
/// <param name="Port">The port on the loopback device.</param>
/// <param name="Connected">Where they say when they connected.</param>
internal sealed record ServerPort(int Port, ConnectTimes Connected);
