namespace GmpSim.Scenarios.Expressions;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a quoted text what stands between the quotes.</param>
/// <param name="Offset">Where it begins, from 0.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, int Length);
