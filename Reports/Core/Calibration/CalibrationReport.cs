using GmpSim.Results;

namespace GmpSim.Reports.Calibration;

/// <summary>Everything that the page of a calibration shows.</summary>
public sealed record CalibrationReport
{
    /// <summary>What a page is about unless it says so.</summary>
    public const string UsualTitle = "The models against this machine";

    /// <summary>What the page is about.</summary>
    public string Title { get; init; } = UsualTitle;

    /// <summary>Whether the checks were ended early.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>The machine in words, a fact a line: processor, kernel, topology, what disturbed.</summary>
    public required IReadOnlyList<CalibrationFact> Machine { get; init; }

    /// <summary>What was measured, in order.</summary>
    public required IReadOnlyList<MeasuredParameter> Parameters { get; init; }

    /// <summary>The judged checks, in order.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>The score of each model.</summary>
    public required IReadOnlyList<ModelScore> Models { get; init; }

    /// <summary>What could not be measured or run, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The command that does it again.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Version of the tool.</summary>
    public required string ToolVersion { get; init; }
}
