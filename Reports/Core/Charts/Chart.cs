namespace GmpSim.Reports.Charts;

/// <summary>A picture described by what it shows, not by how it is drawn.</summary>
public abstract record Chart
{
    /// <summary>Name of the picture: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; unique within a page, and the file's name.</summary>
    public required string Id { get; init; }

    /// <summary>What is shown, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Scenario, number of replications and what the intervals are.</summary>
    public required string Subtitle { get; init; }

    /// <summary>The picture in words, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Remarks below the picture, such as what was left out and where it can be found.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
