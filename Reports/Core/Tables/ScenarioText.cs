using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>What a scenario says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">A paragraph for the reader; may be empty.</param>
/// <param name="Source">Where the experiment comes from; may be empty.</param>
/// <param name="Plots">Plots asked for; empty means the default set.</param>
/// <param name="Assumptions">What holds for this scenario alone.</param>
public sealed record ScenarioText(string Name, string About, string Source, IReadOnlyList<string> Plots, IReadOnlyList<Assumption> Assumptions)
{
    internal static ScenarioText From(ScenarioResult scenario) =>
        new(scenario.Name, scenario.About, scenario.Source, scenario.Plots, scenario.Assumptions);
}
