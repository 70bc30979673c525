namespace GmpSim.Reports.Charts;

/// <summary>Ratios of simulated to real figures, one a row, on a logarithmic axis around 1.</summary>
public sealed record AgreementChart : Chart
{
    /// <summary>Label of the axis.</summary>
    public required string Label { get; init; }

    /// <summary>The rows from top to bottom.</summary>
    public required IReadOnlyList<AgreementRow> Rows { get; init; }
}
