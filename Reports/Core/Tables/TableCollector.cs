using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Puts rows that come from several tables back together, in the order they were first seen.</summary>
internal sealed class TableCollector
{
    private readonly List<ScenarioCollector> _scenarios = [];

    public ScenarioCollector Scenario(string name)
    {
        // Rows of one scenario stand together: the last one is nearly always the right one.
        var known = _scenarios.FindLast(s => s.Name == name);
        if (known is null) _scenarios.Add(known = new(name));
        return known;
    }

    public ResultTables Tables() => new([.. _scenarios.Select(s => s.Tables())]);
}
