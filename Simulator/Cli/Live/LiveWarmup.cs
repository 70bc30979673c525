using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>The warm-up of real runs.</summary>
internal static class LiveWarmup
{
    /// <summary>A real run has no pilot to find its warm-up by: <c>auto</c> becomes a fifth of the measured time.</summary>
    internal static Scenario Fixed(Scenario scenario) => scenario with { Points = [.. scenario.Points.Select(Fixed)] };

    private static ScenarioPoint Fixed(ScenarioPoint point)
    {
        var run = point.Setup.Run;
        return point with { Setup = point.Setup with { Run = run with { Warmup = run.Warmup ?? run.Duration / 5 } } };
    }
}
