using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli;

/// <summary>What the user sees of a mistake in the simulator.</summary>
/// <param name="terminal">Where to say it.</param>
/// <param name="arguments">The command line of this process.</param>
internal sealed class CrashReport(Terminal terminal, IReadOnlyList<string> arguments)
{
    /// <summary>Folder for the crash file; <see langword="null"/> while nothing may be written.</summary>
    internal string? Folder { get; set; }

    /// <summary>The command that runs a failed run alone; <see langword="null"/> when the verb has no runs.</summary>
    internal Func<RunRequest, string>? CommandFor { get; set; }

    /// <summary>Says what happened and how to see it again.</summary>
    /// <returns>The exit code.</returns>
    internal int Write(Exception error)
    {
        terminal.Error.WriteLine($"gmpsim: internal error: {error.Message}");
        var command = error is RunFailedException failed && CommandFor is not null
            ? CommandFor(failed.Request)
            : CommandText.Of(["gmpsim", .. arguments]);
        terminal.Error.WriteLine($"  This is a mistake in gmpsim, not in your input. To see it again: {command}");
        WriteTrace(error, command);
        return ExitCodes.InternalError;
    }

    private void WriteTrace(Exception error, string command)
    {
        if (Environment.GetEnvironmentVariable("GMPSIM_DEBUG") == "1")
        {
            terminal.Error.WriteLine(error);
        }
        else if (Folder is not null && Directory.Exists(Folder))
        {
            var file = Path.Combine(Folder, "crash.txt");
            File.WriteAllText(file, $"{command}\n\n{error}\n");
            terminal.Error.WriteLine($"  Details: {file}");
        }
        else
        {
            terminal.Error.WriteLine("  Details: set GMPSIM_DEBUG=1");
        }
    }
}
