namespace GmpSim.Calibration.Fitting;

/// <summary>A cost of the profile: measured, or why not.</summary>
/// <param name="Key">Dotted key, for example <c>epoll.harvest</c>.</param>
/// <param name="Nanoseconds">The value; NaN where it was not measured.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Blocks">Blocks it rests on; 0 where it was not measured.</param>
/// <param name="Explanation">What was measured and what taken off, or why nothing was.</param>
public sealed record FittedCost(string Key, double Nanoseconds, double Low, double High, int Blocks, string Explanation)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsMeasured => Blocks > 0;
}
