using GmpSim.Scenarios.Worlds;

namespace GmpSim.Cli.Verbs;

/// <summary>What <c>gmpsim trace</c> was asked to do.</summary>
/// <param name="Scenarios">The file, and what the command line changes in it.</param>
/// <param name="Scenario">Name of the scenario; <see langword="null"/> when the file has one only.</param>
/// <param name="Point">Coordinates <c>name=value</c>, enough to tell the point from the others.</param>
/// <param name="Replication">Number of the replication, from 0.</param>
/// <param name="Out">The trace file.</param>
/// <param name="SchedTrace">Lines of schedtrace to write beside it; <see langword="null"/> for none.</param>
public sealed record TraceArguments(
    ScenarioArguments Scenarios, string? Scenario, IReadOnlyList<string> Point, int Replication, string Out, SchedTraceWish? SchedTrace = null);
