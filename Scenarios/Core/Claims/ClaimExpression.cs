using GmpSim.Results;

namespace GmpSim.Scenarios.Claims;

/// <summary>The value that a claim is about, as a function of metrics at points.</summary>
/// <param name="References">The metrics it is made of, each once.</param>
/// <param name="Value">Its value, given the values of <paramref name="References"/> in their order.</param>
/// <param name="IsQuotient">Whether it divides one metric by another: then 1 means "no change", otherwise 0 does.</param>
public sealed record ClaimExpression(IReadOnlyList<MetricAt> References, Func<IReadOnlyList<double>, double> Value, bool IsQuotient)
{
    /// <summary>Whether it holds one thing against another: a single figure, in whatever unit, has no side of "no change" to lie on.</summary>
    public bool Compares => References.Count > 1;

    /// <summary>Its value in every replication that all points have and in which it is a number.</summary>
    /// <param name="points">The point of each of <see cref="References"/>, in their order.</param>
    internal IReadOnlyList<double> ValuesAt(IReadOnlyList<PointResult> points)
    {
        var values = new List<double>();
        var replications = points.Count == 0 ? 0 : points.Min(point => point.Runs.Count);
        for (var r = 0; r < replications; r++)
        {
            var inputs = References.Select((reference, i) => points[i].Runs[r][reference.Metric]).ToList();
            if (inputs.Any(input => input is null)) continue;
            var value = Value([.. inputs.OfType<double>()]);
            if (double.IsFinite(value)) values.Add(value);
        }

        return values;
    }
}
