using GmpSim.Results;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Batch;

/// <summary>Everything that a batch is going to simulate: scenarios × points × replications.</summary>
/// <param name="Outline">The batch without its worlds.</param>
/// <param name="Scenarios">The scenarios with their worlds, in the same order.</param>
public sealed record BatchPlan(BatchOutline Outline, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>Plans a batch.</summary>
    /// <param name="title">Title of the batch.</param>
    /// <param name="scenarios">The scenarios, names unique.</param>
    /// <param name="manifest">What the figures come from; its tool version becomes part of every run's fingerprint.</param>
    public static BatchPlan Of(string title, IReadOnlyList<Scenario> scenarios, ManifestFacts manifest)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        ArgumentNullException.ThrowIfNull(manifest);
        var outlines = scenarios.Select(scenario => OutlineOf(scenario, manifest.ToolVersion)).ToList();
        return new(new(title, outlines, manifest), scenarios);
    }

    private static ScenarioOutline OutlineOf(Scenario scenario, string toolVersion) => new()
    {
        Name = scenario.Name,
        About = scenario.About,
        Source = scenario.Source,
        Plots = scenario.Plots,
        Expect = scenario.Expect,
        Points = [.. scenario.Points.Select(point => OutlineOf(point, toolVersion))],

        // Every point gets the same number, even where the sweep itself is over replications: pairs need it.
        Replications = scenario.Points.Max(point => point.Setup.Run.Replications),
        Precision = scenario.Points[0].Setup.Run.Precision,
    };

    private static PointOutline OutlineOf(ScenarioPoint point, string toolVersion)
    {
        var (setup, run) = (point.Setup, point.Setup.Run);
        using var hash = new ContentHash();

        // How many replications there are is not part of a run: a batch may be resumed with more of them.
        hash.Add(toolVersion).Add(point.Coordinates).Add(run.Duration)
            .Add(setup.Machine).Add(setup.Os).Add(setup.Runtime).Add(setup.Workload).Add(setup.Programs);
        return new(point.Coordinates, hash.Take(), run.Seed, run.Warmup, run.Duration);
    }
}
