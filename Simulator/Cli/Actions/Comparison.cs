using GmpSim.Reports.Tables;
using GmpSim.Results;
using Estimate = GmpSim.Scenarios.Statistics.Estimate;

namespace GmpSim.Cli.Actions;

/// <summary>One metric at one point of two batches: a row of <c>gmpsim compare</c>.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Point">Label of the point.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Pairs">Replications that both batches have.</param>
/// <param name="MeanA">Mean in the first batch, over the pairs.</param>
/// <param name="MeanB">Mean in the second batch, over the pairs.</param>
/// <param name="Difference">B − A.</param>
/// <param name="Ratio">B / A, means over means; its value is NaN where A is zero.</param>
internal sealed record Comparison(string Scenario, string Point, Metric Metric, int Pairs, double MeanA, double MeanB, Estimate Difference, Estimate Ratio)
{
    /// <summary>Whether the interval of the difference excludes zero.</summary>
    internal bool Differs => Difference.Interval.IsBounded && !Difference.Interval.Contains(0);

    /// <summary>How far apart the means are, as a share of the larger one in size: 0 for equal means, and defined where one is zero.</summary>
    internal double RelativeChange => MeanA == MeanB ? 0 : Math.Abs(MeanB - MeanA) / Math.Max(Math.Abs(MeanA), Math.Abs(MeanB));

    /// <summary>What only one of the batches has: whole scenarios, and points of scenarios that both have.</summary>
    internal static IReadOnlyList<string> OnlyIn(ResultTables one, ResultTables other) =>
    [
        .. from scenario in one.Scenarios
           let twin = other.Scenarios.FirstOrDefault(s => s.Name == scenario.Name)
           from name in twin is null
               ? [$"scenario '{scenario.Name}'"]
               : scenario.Points.Where(p => !twin.Points.Any(q => q.Label == p.Label)).Select(p => p.Label.Length == 0 ? $"'{scenario.Name}' without a sweep" : $"'{scenario.Name}' at {p.Label}")
           select name,
    ];

    /// <summary>Every metric of every point that both batches have, in the order of the first.</summary>
    internal static IReadOnlyList<Comparison> Of(ResultTables a, ResultTables b) =>
    [
        .. from scenario in a.Scenarios
           from other in b.Scenarios
           where other.Name == scenario.Name
           from point in scenario.Points
           from otherPoint in other.Points
           where otherPoint.Label == point.Label
           from metric in Metrics.All
           let row = Row(scenario.Name, point, otherPoint, metric)
           where row is not null
           select row,
    ];

    private static Comparison? Row(string scenario, PointTables a, PointTables b, Metric metric)
    {
        var pairs = (
            from left in a.Runs
            from right in b.Runs
            where left.Replication == right.Replication && left.Values[metric.Index] is not null && right.Values[metric.Index] is not null
            select (A: left.Values[metric.Index]!.Value, B: right.Values[metric.Index]!.Value)).ToList();
        if (pairs.Count == 0) return null;
        double[] inA = [.. pairs.Select(p => p.A)], inB = [.. pairs.Select(p => p.B)];
        return new(scenario, a.Label, metric, pairs.Count, inA.Average(), inB.Average(), Scenarios.Statistics.Pairs.Difference(inB, inA), Scenarios.Statistics.Pairs.Ratio(inB, inA));
    }
}
