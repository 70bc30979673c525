namespace GmpSim.Reports.Charts;

/// <summary>What the numbers of an axis are; decides how they are scaled and labelled.</summary>
public enum Quantity
{
    /// <summary>Plain numbers.</summary>
    Number,

    /// <summary>Fractions of a whole, shown in per cent.</summary>
    Share,

    /// <summary>Seconds, shown in ns, µs, ms or s.</summary>
    Seconds,

    /// <summary>A rate per second, shown as /s, k/s or M/s.</summary>
    PerSecond,
}
