using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Checks;

/// <summary>Takes the figures of a scenario's checks out of its real and its simulated runs.</summary>
/// <remarks>
/// A check is made at every point of the sweep that its <c>given</c> admits. A metric of its expression is taken at that point, but for the coordinates that it names itself:
/// <c>throughput_rps / throughput_rps[gomaxprocs=1]</c> holds every point against the one that shares all other coordinates with it. Where all metrics come from one point, such a
/// ratio says nothing and is left out.
/// </remarks>
public static class CheckCollector
{
    /// <summary>Every check of a scenario at every point.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="real">Its points with their real repeats.</param>
    /// <param name="simulated">The same points in the same order with their simulated replications.</param>
    /// <returns>The observations that have at least one value both ways.</returns>
    public static IReadOnlyList<CheckObservation> Collect(Scenario scenario, IReadOnlyList<PointResult> real, IReadOnlyList<PointResult> simulated)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(simulated);
        return [.. scenario.Checks.SelectMany(check => new CheckPlaces(ClaimReader.Of(check.Expression), check.Given, real).All()
            .Select(place => Observe(scenario.Name, check, place, real, simulated)).OfType<CheckObservation>())];
    }

    private static CheckObservation? Observe(string scenario, CheckSpec check, CheckPlace place, IReadOnlyList<PointResult> real, IReadOnlyList<PointResult> simulated)
    {
        var expression = ClaimReader.Of(check.Expression);
        var realValues = expression.ValuesAt([.. place.Points.Select(index => real[index])]);
        var simulatedValues = expression.ValuesAt([.. place.Points.Select(index => simulated[index])]);
        if (realValues.Count == 0 || simulatedValues.Count == 0) return null;

        var metric = expression.References[0].Metric;
        var observation = new CheckObservation
        {
            Scenario = scenario,
            Id = check.Id,
            Point = place.Label,
            Model = check.Model,
            Value = check.Value,
            Unit = expression.Compares ? "" : metric.Unit,
            Kind = check.Kind,
            Tolerance = check.Tolerance ?? CheckTolerance.Of(check.Kind),
            Real = realValues,
            Simulated = simulatedValues,
            Suspects = CheckSuspects.At(real[place.Own], simulated[place.Own]),
        };
        return check.Kind == CheckKind.Shape ? WithShape(observation, metric, real[place.Points[0]], simulated[place.Points[0]]) : observation;
    }

    private static CheckObservation? WithShape(CheckObservation observation, Metric metric, PointResult real, PointResult simulated)
    {
        Histogram Of(IEnumerable<RunRecord> runs)
        {
            var merged = new Histogram();
            foreach (var run in runs)
            {
                if (metric.Name.StartsWith("latency_", StringComparison.Ordinal)) merged.Merge(run.Latency);
                else foreach (var skew in run.SkewByP) merged.Merge(skew);
            }

            return merged;
        }

        if (ShapeDistance.Between(Of(simulated.Runs), Of(real.Runs)) is not { } distance) return null;
        double? noise = real.Runs.Count < 2 ? null : real.Runs.Max(run => ShapeDistance.Between(Of([run]), Of(real.Runs.Where(other => other != run))) ?? 1);
        return observation with { Distance = distance, DistanceNoise = noise };
    }
}
