namespace GmpSim.Scenarios.Statistics;

/// <summary>A quantity estimated from independent replications.</summary>
/// <param name="Count">Number of replications it rests on.</param>
/// <param name="Value">The point estimate.</param>
/// <param name="Deviation">Sample standard deviation of the replications; <see langword="null"/> with fewer than two.</param>
/// <param name="Interval">Its confidence interval; unbounded with fewer than two replications.</param>
public readonly record struct Estimate(int Count, double Value, double? Deviation, Interval Interval)
{
    /// <summary>Half width of the interval over the magnitude of the value; infinite where the value is zero or the interval unbounded.</summary>
    /// <remarks>A quantity that never varies is precise whatever its value: its relative half width is 0.</remarks>
    public double RelativeHalfWidth
    {
        get
        {
            var half = Interval.HalfWidth;
            if (half == 0) return 0;
            return Value == 0 ? double.PositiveInfinity : half / Math.Abs(Value);
        }
    }
}
