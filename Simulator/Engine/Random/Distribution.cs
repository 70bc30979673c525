namespace GmpSim.Engine;

/// <summary>A distribution of durations (or, scaled, of plain numbers) that components draw from.</summary>
public abstract record Distribution
{
    /// <summary>Draws one value, rounded once to whole picoseconds. Never negative.</summary>
    public abstract SimDuration Sample(RandomStream stream);

    /// <summary>The mean, in picoseconds; infinite where it does not exist.</summary>
    public abstract double MeanPicoseconds { get; }

    /// <summary>The distribution as a scenario file would write it, for example <c>exponential(mean 10us)</c>.</summary>
    public abstract string Describe();
}
