using GmpSim.Reports.Calibration;

namespace GmpSim.Cli.Calibration;

/// <summary>What stands around the verdicts on a page of checks.</summary>
internal sealed record CheckPage
{
    /// <summary>Name of the file.</summary>
    internal required string File { get; init; }

    /// <summary>What stands before the names of the tables.</summary>
    internal string TablePrefix { get; init; } = "";

    /// <summary>What the page is about; <see langword="null"/> for the models against this machine.</summary>
    internal string? Title { get; init; }

    /// <summary>The machine in words, as name and value.</summary>
    internal required IReadOnlyList<(string Name, string Value)> Machine { get; init; }

    /// <summary>Whether the checks were ended early.</summary>
    internal bool IsInterrupted { get; init; }

    /// <summary>What was measured; empty where nothing was.</summary>
    internal IReadOnlyList<MeasuredParameter> Parameters { get; init; } = [];

    /// <summary>What disturbed the measuring.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The words of the command that does it again.</summary>
    internal required IReadOnlyList<string> Command { get; init; }
}
