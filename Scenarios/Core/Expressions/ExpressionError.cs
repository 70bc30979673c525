namespace GmpSim.Scenarios.Expressions;

/// <summary>Why a text is not an expression.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Offset">Where the wrong word begins, from 0.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Suggestion">What was probably meant.</param>
public sealed record ExpressionError(string Message, int Offset, int Length, string? Suggestion = null);
