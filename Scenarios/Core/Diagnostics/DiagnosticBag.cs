namespace GmpSim.Scenarios.Diagnostics;

/// <summary>Collects the problems of a reading; says each one once.</summary>
internal sealed class DiagnosticBag
{
    private const int Most = 500;

    private readonly List<Diagnostic> _problems = [];
    private readonly HashSet<(string File, int Line, int Column, string Code)> _seen = [];

    /// <summary>Whether an error has been found.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Number of errors reported so far, those included that were known already: whoever compares it sees whether a part is in order.</summary>
    public int Reports { get; private set; }

    /// <summary>Whether so many problems were found that looking for more helps nobody.</summary>
    public bool IsFull => _problems.Count >= Most;

    /// <summary>Adds an error, unless the same one is known for this place: a section shared by many points is read many times.</summary>
    public void Error(string code, SourceSpan span, string message, string? suggestion = null) =>
        Add(new Diagnostic(Severity.Error, code, span, message, suggestion));

    /// <summary>Adds a warning.</summary>
    public void Warning(string code, SourceSpan span, string message, string? suggestion = null) =>
        Add(new Diagnostic(Severity.Warning, code, span, message, suggestion));

    /// <summary>All problems, sorted by file, line and column.</summary>
    public IReadOnlyList<Diagnostic> Sorted()
    {
        return [.. _problems
            .OrderBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column)
            .ThenBy(problem => problem.Code, StringComparer.Ordinal)];
    }

    private void Add(Diagnostic problem)
    {
        if (problem.Severity == Severity.Error) Reports++;
        if (IsFull || !_seen.Add((problem.File, problem.Line, problem.Column, problem.Code))) return;
        _problems.Add(problem);
        HasErrors |= problem.Severity == Severity.Error;
        if (IsFull) _problems.Add(problem with { Code = Codes.TooManyProblems, Message = $"stopped after {Most} problems", Suggestion = null });
    }
}
