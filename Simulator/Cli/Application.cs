using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using GmpSim.Cli.Actions;
using GmpSim.Cli.Verbs;
using GmpSim.Engine;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Cli;

/// <summary>The command line: verbs in, exit code out.</summary>
/// <param name="terminal">Where to write.</param>
/// <param name="loader">Reads scenario files.</param>
/// <param name="executor">Simulates single runs.</param>
/// <param name="publisher">Writes results.</param>
public sealed class Application(Terminal terminal, IScenarioLoader loader, IRunExecutor executor, IResultPublisher publisher)
{
    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="cancel">Asks a batch to stop.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var crash = new CrashReport(terminal, arguments);
        try
        {
            var parsed = Commands(crash, cancel).Parse(arguments);
            return parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction ? Refuse(parsed) : parsed.Invoke(Invocation());
        }
        catch (UnrunnableException error)
        {
            // Seen only when it runs, but no mistake in the simulator.
            terminal.Error.WriteLine($"gmpsim: error: {error.Message}");
            return ExitCodes.BadInput;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"gmpsim: error: {error.Message}");
            return ExitCodes.BadInput;
        }
#pragma warning disable CA1031 // The one place for mistakes in the simulator: they become a message, a file and an exit code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return crash.Write(error);
        }
    }

    private RootCommand Commands(CrashReport crash, CancellationToken cancel)
    {
        var root = new RootCommand("GmpSim: simulates Go's scheduler, its netpollers and the Linux kernel beneath.")
        {
            RunVerb.Create(new RunAction(terminal, loader, executor, publisher, crash, cancel).Run),
            ValidateVerb.Create(new ValidateAction(terminal, loader).Run),
            ListVerb.Create(new ListAction(terminal, loader).Run, new ListMachinesAction(terminal).Run),
            PlotVerb.Create(new PlotAction(terminal).Run),
            CompareVerb.Create(new CompareAction(terminal).Run),
            MergeVerb.Create(new MergeAction(terminal, publisher).Run),
            TraceVerb.Create(new TraceAction(terminal, loader, executor, crash, cancel).Run),
            AdviseVerb.Create(new AdviseAction(terminal, loader, executor, cancel).Run),
            ExploreVerb.Create(new ExploreAction(terminal, loader, cancel).Run),
            CalibrateVerb.Create(new CalibrateAction(terminal, executor, cancel).Run, new CompareMachinesAction(terminal).Run, new GoAction(terminal, executor, cancel).Run),
            SchemaVerb.Create(new SchemaAction(terminal).Run),
            VersionVerb.Create(Version),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private int Version()
    {
        terminal.Out.WriteLine($"gmpsim {ManifestBuilder.ToolVersion}");
        return ExitCodes.Done;
    }

    // The library ends with 1 here; for us a mistyped option is bad input like any other. Help is for who has typed nothing.
    private int Refuse(ParseResult parsed)
    {
        if (parsed.Tokens.Count == 0)
        {
            parsed.Invoke(Invocation());
            return ExitCodes.BadInput;
        }

        var messages = parsed.CommandResult.Command is RootCommand root ? [OfUnknownVerb(root, parsed.Tokens[0].Value)] : OfErrors(parsed);
        foreach (var message in messages.Distinct()) terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }

    // The library knows options that a verb has not got only as words that nobody wanted.
    private static IEnumerable<string> OfErrors(ParseResult parsed)
    {
        var unknown = parsed.UnmatchedTokens.Where(word => word.StartsWith('-') && word.Length > 1).ToArray();
        return parsed.Errors.Select(error => error.Message).Where(message => !unknown.Any(word => message.Contains($"'{word}'", StringComparison.Ordinal)))
            .Concat(unknown.Select(word => Verb.OfUnknownOption(parsed.CommandResult.Command, word)));
    }

    private static string OfUnknownVerb(RootCommand root, string word)
    {
        var nearest = Nearest.To(word, root.Subcommands.Select(verb => verb.Name).Concat(root.Options.Select(option => option.Name)));
        return $"there is no verb '{word}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")} gmpsim --help names them all.";
    }

    private InvocationConfiguration Invocation() => new()
    {
        Output = terminal.Out,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
}
