namespace GmpSim.Scenarios.Statistics;

/// <summary>A confidence interval. A bound is infinite where the data do not bound that side.</summary>
/// <param name="Low">Lower end, included.</param>
/// <param name="High">Upper end, included.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that says nothing.</summary>
    public static Interval Unbounded => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether both ends are finite.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>Half of its length; infinite when unbounded.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether a value lies in it, ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Whether every value of this interval lies in <paramref name="other"/>.</summary>
    public bool LiesWithin(Interval other) => other.Low <= Low && High <= other.High;

    /// <summary>Whether the two intervals share a value.</summary>
    public bool Meets(Interval other) => Low <= other.High && other.Low <= High;
}
