using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim list</c>.</summary>
internal static class ListVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<ScenarioArguments, int> list, Func<int> listMachines)
    {
        var scenarios = new ScenarioOptions();
        var machines = new Option<bool>("--machines") { Description = "The built-in machine profiles instead: what they describe, and where their cores sit." };
        var verb = new Verb("list", "Scenarios with their points, runs and estimated cost.")
        {
            Examples = [("gmpsim list scenarios.yaml --replications 20", "What twenty replications would take."), ("gmpsim list --machines", "The machines that a scenario can name.")],
        };
        scenarios.AddTo(verb);
        verb.Options.Add(machines);
        verb.SetAction(parsed => parsed.GetValue(machines) ? listMachines() : list(scenarios.Read(parsed)));
        return verb;
    }
}
