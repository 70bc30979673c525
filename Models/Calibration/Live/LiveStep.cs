using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>One step of a handler.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Time">How long a <see cref="LiveStepKind.Cpu"/> step computes; <see langword="null"/> for others.</param>
public sealed record LiveStep(LiveStepKind Kind, Distribution? Time = null);
