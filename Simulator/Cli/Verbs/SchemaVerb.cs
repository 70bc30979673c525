using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim schema</c>.</summary>
internal static class SchemaVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<int> schema)
    {
        var verb = new Verb("schema", "JSON Schema of the scenario format, for editors.")
        {
            Examples = [("gmpsim schema > gmpsim.schema.json", "Then, in a scenario file: # yaml-language-server: $schema=gmpsim.schema.json")],
        };
        verb.SetAction(_ => schema());
        return verb;
    }
}
