namespace GmpSim.Scenarios.Batch;

/// <summary>One quantity of a pilot run.</summary>
/// <param name="Name">What it is, for messages: <c>completions</c>, <c>requests in the system</c>.</param>
/// <param name="SeriesBatchMeans">One mean a bin, from the start of the run.</param>
public sealed record PilotTrack(string Name, IReadOnlyList<double> SeriesBatchMeans);
