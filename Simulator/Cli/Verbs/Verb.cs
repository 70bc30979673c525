using System.CommandLine;
using System.CommandLine.Parsing;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Cli.Verbs;

/// <summary>A verb with examples for its help.</summary>
internal sealed class Verb : Command
{
    internal Verb(string name, string description)
        : base(name, description) => Validators.Add(RefuseUnknownOptions);

    /// <summary>Commands and what they do, shown under the options.</summary>
    internal IReadOnlyList<(string Command, string About)> Examples { get; init; } = [];

    // A list of files takes every word; without this a misspelt option would be read as the name of a file.
    private void RefuseUnknownOptions(CommandResult result)
    {
        foreach (var token in result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens))
        {
            if (!token.Value.StartsWith('-') || token.Value.Length == 1) continue;
            result.AddError(OfUnknownOption(this, token.Value));
        }
    }

    /// <summary>What to say of an option that a verb does not have.</summary>
    internal static string OfUnknownOption(Command verb, string word)
    {
        var name = word.Split('=')[0];
        var nearest = Nearest.To(name, verb.Options.Where(o => !o.Hidden).Select(o => o.Name));
        return $"Unknown option '{name}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")}";
    }
}
