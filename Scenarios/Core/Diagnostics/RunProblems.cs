namespace GmpSim.Scenarios.Diagnostics;

/// <summary>Problems of scenarios that are in order as files, and cannot be run all the same.</summary>
public static class RunProblems
{
    /// <summary>A scenario asks for what no real run can give.</summary>
    /// <param name="span">The key that does.</param>
    /// <param name="scenarios">Names of the scenarios that have it.</param>
    /// <param name="feature">What it is.</param>
    public static Diagnostic NotReal(SourceSpan span, IReadOnlyList<string> scenarios, string feature) =>
        new(Severity.Error, Codes.NotReal, span, NotRealMessage(scenarios, feature));

    /// <summary>The same as words alone, for what stands nowhere.</summary>
    /// <param name="scenarios">Names of the scenarios that have it.</param>
    /// <param name="feature">What it is.</param>
    public static string NotRealMessage(IReadOnlyList<string> scenarios, string feature)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        var more = scenarios.Count > 1 ? $" and {scenarios.Count - 1} more" : "";
        return $"--live: scenario '{scenarios[0]}'{more}: {feature} is not run for real";
    }

    /// <summary>A run of a scenario could not go on.</summary>
    /// <param name="span">Name of the scenario in the file.</param>
    /// <param name="message">Why.</param>
    public static Diagnostic CannotGoOn(SourceSpan span, string message) => new(Severity.Error, Codes.CannotGoOn, span, message);
}
