namespace GmpSim.Calibration.Fitting;

/// <summary>A cost of the profile: measured, or why not.</summary>
/// <param name="Key">Dotted key, for example <c>epoll.harvest</c>.</param>
/// <param name="Nanoseconds">The value; NaN where it lies within its noise.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Blocks">Blocks it rests on; 0 where its value lies within its noise.</param>
/// <param name="Explanation">What was measured and what taken off; where it lies within its noise, what that left.</param>
public sealed record FittedCost(string Key, double Nanoseconds, double Low, double High, int Blocks, string Explanation)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsMeasured => Blocks > 0;
}
