namespace GmpSim.Scenarios.Reading;

/// <summary>Why a path leads nowhere.</summary>
/// <param name="Offset">Where in the path the wrong part begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What the part should probably be.</param>
internal sealed record PathProblem(int Offset, int Length, string Message, string? Suggestion = null);
