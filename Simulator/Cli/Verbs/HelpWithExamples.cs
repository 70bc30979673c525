using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace GmpSim.Cli.Verbs;

/// <summary>The usual help, then the verb's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not Verb { Examples.Count: > 0 } verb) return ExitCodes.Done;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var (command, about) in verb.Examples)
        {
            output.WriteLine($"  {command}");
            output.WriteLine($"      {about}");
        }

        output.WriteLine();
        return ExitCodes.Done;
    }
}
