namespace GmpSim.Results;

/// <summary>One swept value of a point: which key of the scenario, and what it was set to.</summary>
/// <param name="Path">Dotted path in the scenario, for example <c>runtime.gomaxprocs</c>.</param>
/// <param name="Name">Column name: the last part of the path (<c>gomaxprocs</c>), or the whole path where that would be ambiguous.</param>
/// <param name="Value">The value as written in the scenario, for example <c>4</c> or <c>per-p</c>.</param>
public sealed record Coordinate(string Path, string Name, string Value);
