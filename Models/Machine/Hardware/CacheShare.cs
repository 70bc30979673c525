namespace GmpSim.Machine;

/// <summary>What a working set had in a cache when it was touched last.</summary>
/// <param name="Lines">Its lines there then, expected value.</param>
/// <param name="FilledBefore">How many lines had been brought into that cache by then.</param>
internal readonly record struct CacheShare(double Lines, double FilledBefore);
