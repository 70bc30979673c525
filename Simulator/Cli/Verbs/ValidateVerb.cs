using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim validate</c>.</summary>
internal static class ValidateVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<ScenarioArguments, int> validate)
    {
        var scenarios = new ScenarioOptions();
        var verb = new Verb("validate", "Check scenario files, run nothing.")
        {
            Examples =
            [
                ("gmpsim validate scenarios.yaml", "Exit code 0 when the file can be run, 2 when not."),
                ("gmpsim validate Scenarios/published --set runtime.gomaxprocs=8", "Every file of a folder, with an override."),
            ],
        };
        scenarios.AddTo(verb);
        verb.SetAction(parsed => validate(scenarios.Read(parsed)));
        return verb;
    }
}
