namespace GmpSim.Scenarios.Schema.Values;

/// <summary>What is wrong with a value.</summary>
/// <param name="Code">Code of the rule.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What was probably meant.</param>
internal sealed record ValueProblem(string Code, string Message, string? Suggestion = null);
