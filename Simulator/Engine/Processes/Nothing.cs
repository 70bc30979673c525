namespace GmpSim.Engine;

/// <summary>The result of a process that returns none.</summary>
internal readonly struct Nothing;
