using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary>The arguments that all verbs about scenario files share.</summary>
internal sealed class ScenarioOptions
{
    internal const string DefaultFile = "scenarios.yaml";

    private readonly Argument<string[]> _paths = new("FILE|DIR")
    {
        Description = $"Scenario files, or folders of *.yaml files. [default: {DefaultFile}]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Only scenarios whose name matches, for example 'keep-*'; repeatable.",
        HelpName = "GLOB",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Override a key in every scenario that runs, for example runtime.gomaxprocs=8; repeatable.",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _machine = new("--machine") { Description = "Machine profile whose costs are used, whatever the scenarios name (but ideal); their own topology stays.", HelpName = "FILE" };

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Root seed: same scenario and seed, same bytes.", HelpName = "N", CustomParser = OptionValues.Seed("--seed") };

    private readonly Option<int?> _replications;

    /// <summary>The arguments of a verb.</summary>
    /// <param name="replications">What <c>--replications</c> means to it.</param>
    internal ScenarioOptions(string replications = "Replications of every point, instead of the scenarios' own.")
    {
        _replications = new("--replications") { Description = replications, HelpName = "N", CustomParser = OptionValues.WholeNumber("--replications", 1) };
        _set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) <= 0) result.AddError($"--set needs path=value, not '{token.Value}'.");
            }
        });
    }

    internal void AddTo(Command verb)
    {
        verb.Arguments.Add(_paths);
        foreach (var option in new Option[] { _only, _set, _machine, _seed, _replications }) verb.Options.Add(option);
    }

    internal ScenarioArguments Read(ParseResult parsed)
    {
        var paths = parsed.GetValue(_paths) ?? [];
        return new()
        {
            Paths = paths.Length == 0 ? [DefaultFile] : paths,
            Only = parsed.GetValue(_only) ?? [],
            Overrides = parsed.GetValue(_set) ?? [],
            Machine = parsed.GetValue(_machine),
            Seed = parsed.GetValue(_seed),
            Replications = parsed.GetValue(_replications),
        };
    }
}
