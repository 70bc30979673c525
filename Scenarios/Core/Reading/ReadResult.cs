using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>What came of reading a scenario file.</summary>
/// <param name="File">The file; <see langword="null"/> where a problem is an error.</param>
/// <param name="Problems">Errors and warnings, sorted by file, line and column.</param>
public sealed record ReadResult(ScenarioFile? File, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>Whether a problem is an error.</summary>
    public bool HasErrors => Problems.Any(problem => problem.Severity == Severity.Error);
}
