using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim merge</c>.</summary>
internal static class MergeVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<MergeArguments, int> merge)
    {
        var parts = new Argument<string[]>("DIR") { Description = "Output folders of 'gmpsim run --shard'.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Folder for tables, plots and the report.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 unless every expectation is reproduced." };
        var quiet = new Option<bool>("--quiet") { Description = "No summary." };
        var noPlots = new Option<bool>("--no-plots") { Description = "Tables only, no plots." };
        var verb = new Verb("merge", "Join the shards of a batch; the result is the same as without shards.")
        {
            Examples = [("gmpsim merge part1 part2 part3 --out out", "Tables, plots and report of three shards.")],
        };
        verb.Arguments.Add(parts);
        foreach (var option in new Option[] { output, strict, quiet, noPlots }) verb.Options.Add(option);
        verb.SetAction(parsed => merge(new(
            parsed.GetRequiredValue(parts),
            parsed.GetRequiredValue(output),
            parsed.GetValue(strict),
            parsed.GetValue(quiet),
            !parsed.GetValue(noPlots))));
        return verb;
    }
}
