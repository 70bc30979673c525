namespace GmpSim.Results;

/// <summary>A figure that tells which component of a model is off.</summary>
/// <param name="Component">The component that it speaks for, for example <c>wake-up latency</c>.</param>
/// <param name="Metric">The figure, for example <c>skew_p50_us</c>.</param>
/// <param name="Real">Its median over the real repeats.</param>
/// <param name="Simulated">Its median over the simulated replications.</param>
public sealed record CheckSuspect(string Component, string Metric, double Real, double Simulated)
{
    /// <summary>By which factor they differ, at least 1; infinite where one of them is zero and the other is not.</summary>
    public double Factor
    {
        get
        {
            if (Real == Simulated) return 1;
            if (Real <= 0 || Simulated <= 0) return double.PositiveInfinity;
            return Math.Max(Real / Simulated, Simulated / Real);
        }
    }
}
