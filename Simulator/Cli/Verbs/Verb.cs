using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary>A verb with examples for its help.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Commands and what they do, shown under the options.</summary>
    internal IReadOnlyList<(string Command, string About)> Examples { get; init; } = [];
}
