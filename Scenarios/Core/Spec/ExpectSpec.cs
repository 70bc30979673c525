using GmpSim.Results;
using GmpSim.Scenarios.Expressions;

namespace GmpSim.Scenarios.Spec;

/// <summary>One entry of <c>expect</c>: a claim to be held against the results.</summary>
/// <param name="Place">Where it stands, <c>file:line:column</c>.</param>
/// <param name="Id">Short name, for example <c>A1</c>.</param>
/// <param name="Claim">The claim in words.</param>
/// <param name="Value">Expression over metrics and points, for example <c>throughput_rps[gomaxprocs=1] / throughput_rps[gomaxprocs=4]</c>; syntax already checked.</param>
/// <param name="Expression">The same, taken apart: every metric exists, every coordinate is one of the sweep's.</param>
/// <param name="Given">Coordinates that hold for every metric of the expression, by column name.</param>
/// <param name="Expected">The claimed value; for <c>range</c> the middle of it.</param>
/// <param name="Kind"><c>exact</c>, <c>ratio</c>, <c>direction</c> or <c>range</c>.</param>
/// <param name="Tolerance">Relative tolerance, 0.1 for 10 %.</param>
/// <param name="Low">Lower bound of a <c>range</c>; <see langword="null"/> otherwise.</param>
/// <param name="High">Upper bound of a <c>range</c>; <see langword="null"/> otherwise.</param>
public sealed record ExpectSpec(
    string Place,
    string Id,
    string Claim,
    string Value,
    Expression Expression,
    IReadOnlyDictionary<string, string> Given,
    double Expected,
    string Kind,
    double Tolerance,
    double? Low,
    double? High)
{
    /// <summary>Whether a metric of the expression is meant at this point.</summary>
    /// <param name="reference">The metric with its own coordinates; those of <see cref="Given"/> hold besides.</param>
    /// <param name="point">Coordinates of a point.</param>
    public bool Fits(MetricReference reference, IReadOnlyList<Coordinate> point)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(point);
        return Given.All(pair => point.Any(coordinate => coordinate.Name == pair.Key && coordinate.Value == pair.Value))
            && reference.Selectors.All(selector => point.Any(coordinate => (coordinate.Name == selector.Name || coordinate.Path == selector.Name) && coordinate.Value == selector.Value));
    }
}
