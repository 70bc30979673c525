namespace GmpSim.Scenarios.Diagnostics;

/// <summary>Problems of scenarios that are in order as files, and cannot be run all the same.</summary>
public static class RunProblems
{
    /// <summary>A scenario asks for what no real run can give.</summary>
    /// <param name="span">The key that does.</param>
    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="feature">What it is.</param>
    public static Diagnostic NotReal(SourceSpan span, string scenario, string feature) =>
        new(Severity.Error, Codes.NotReal, span, $"--live: scenario '{scenario}': {feature} is not run for real");

    /// <summary>A run of a scenario could not go on.</summary>
    /// <param name="span">Name of the scenario in the file.</param>
    /// <param name="message">Why.</param>
    public static Diagnostic CannotGoOn(SourceSpan span, string message) => new(Severity.Error, Codes.CannotGoOn, span, message);
}
