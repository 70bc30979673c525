using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>What a pilot run tells about the warm-up.</summary>
/// <param name="Bin">Simulated time one value stands for.</param>
/// <param name="Tracks">
/// The quantities watched, for example completions per bin and the mean number of requests in the system; the
/// warm-up ends when the last of them has settled.
/// </param>
public sealed record PilotSeries(SimDuration Bin, IReadOnlyList<PilotTrack> Tracks);
