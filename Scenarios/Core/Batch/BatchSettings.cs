namespace GmpSim.Scenarios.Batch;

/// <summary>How a batch is worked off. No setting changes a figure.</summary>
public sealed record BatchSettings
{
    /// <summary>Number of worker threads, 1 or more.</summary>
    public required int Jobs { get; init; }

    /// <summary>Whether to use what is stored already.</summary>
    public bool Resume { get; init; }

    /// <summary>The part of the batch to run.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>How each run is simulated.</summary>
    public RunOptions RunOptions { get; init; } = new();
}
