using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim list</c>.</summary>
internal static class ListVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<ScenarioArguments, int> list)
    {
        var scenarios = new ScenarioOptions();
        var verb = new Verb("list", "Scenarios with their points, runs and estimated cost.")
        {
            Examples = [("gmpsim list scenarios.yaml --replications 20", "What twenty replications would take.")],
        };
        scenarios.AddTo(verb);
        verb.SetAction(parsed => list(scenarios.Read(parsed)));
        return verb;
    }
}
