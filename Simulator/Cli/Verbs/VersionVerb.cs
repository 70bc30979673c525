using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim version</c>.</summary>
internal static class VersionVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<int> version)
    {
        var verb = new Verb("version", "The version of gmpsim.");
        verb.SetAction(_ => version());
        return verb;
    }
}
