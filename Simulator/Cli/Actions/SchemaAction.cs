using GmpSim.Scenarios.Schema;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim schema</c> promises.</summary>
internal sealed class SchemaAction(Terminal terminal)
{
    internal int Run()
    {
        terminal.Out.Write(ScenarioSchema.Json());
        return ExitCodes.Done;
    }
}
