using Spectre.Console;

namespace GmpSim.Cli;

/// <summary>Where a verb writes to: the terminal of the process, or texts in a test.</summary>
/// <param name="Out">Results for the reader or the next program.</param>
/// <param name="Error">Progress, messages and errors.</param>
/// <param name="IsInteractive">Whether somebody is watching <paramref name="Error"/>.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive)
{
    // A pipe has no width; this one shows a row of the usual tables without breaking it.
    private const int WidthWithoutTerminal = 160;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsErrorRedirected && !Console.IsOutputRedirected);

    /// <summary>Draws tables on <see cref="Out"/>: with colours on a terminal, as plain text elsewhere.</summary>
    public IAnsiConsole OutConsole() => ConsoleOn(Out);

    /// <summary>Draws the progress bar on <see cref="Error"/>.</summary>
    public IAnsiConsole ErrorConsole() => ConsoleOn(Error);

    private IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsInteractive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!IsInteractive) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
