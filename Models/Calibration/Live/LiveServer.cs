namespace GmpSim.Calibration.Live;

/// <summary>A server that can be run for real.</summary>
public abstract record LiveServer;
