using GmpSim.Calibration;
using GmpSim.Calibration.Golang;
using GmpSim.Cli.Calibration;
using GmpSim.Cli.Golang;
using GmpSim.Cli.Verbs;
using GmpSim.Cli.Views;
using GmpSim.Reports.Tables;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim calibrate --go</c> promises.</summary>
internal sealed class GoAction(Terminal terminal, IRunExecutor executor, CancellationToken cancel)
{
    private const string ProfileFile = "machine.yaml";
    private const string PageFile = "go.html";

    internal int Run(GoArguments arguments)
    {
        if (OutFolder.Problem(arguments.OutFolder) is { } problem) return BadInput(problem);
        var view = new CalibrationView(terminal, arguments.Quiet);
        var machine = Path.Combine(arguments.OutFolder, ProfileFile);
        try
        {
            var session = new GoSession(executor, message => Say(arguments, message), (what, done, total) => view.ShowProgress((double)done / total, what));
            var findings = session.Run(null, File.Exists(machine) ? machine : null, arguments.Quick ? GoEffort.Quick : GoEffort.Full, cancel);
            view.EndProgress();
            return Conclude(arguments, findings, File.Exists(machine) ? machine : null);
        }
        catch (OperationCanceledException)
        {
            view.EndProgress();
            return Interrupted("nothing had run yet, so nothing was written");
        }
        catch (GoRunException error)
        {
            view.EndProgress();
            return BadInput(error.Message);
        }
    }

    private int Conclude(GoArguments arguments, GoFindings findings, string? machine)
    {
        if (findings.Observations.Count == 0)
        {
            foreach (var note in findings.Notes) terminal.Error.WriteLine($"note: {note}");
            return ExitCodes.Done;
        }

        var found = CheckSession.Judge(findings.Observations, [.. findings.Notes, machine is null ? "the simulated machine is generic-x86; after gmpsim calibrate it is this one" : "the simulated machine is the one that gmpsim calibrate has measured"]);
        new CheckPublisher(terminal, arguments.OutFolder, arguments.Quiet).Publish(found, new()
        {
            File = PageFile,
            TablePrefix = CheckTable.GoPrefix,
            Title = "The model of Go's scheduler against real Go programs",
            IsInterrupted = cancel.IsCancellationRequested,
            Machine = Calibrator.MachineLines,
            Command = ["gmpsim", "calibrate", "--go", .. arguments.Quick ? ["--quick"] : Array.Empty<string>(), "--out", arguments.OutFolder],
        });
        return cancel.IsCancellationRequested ? Interrupted("what had run until then is judged and written") : CheckPublisher.ExitCodeOf(found, arguments.Strict);
    }

    private int Interrupted(string what)
    {
        terminal.Error.WriteLine($"gmpsim: interrupted; {what}; the Go programs have ended");
        return ExitCodes.Interrupted;
    }

    private void Say(GoArguments arguments, string message)
    {
        if (!arguments.Quiet) terminal.Error.WriteLine($"note: {message}");
    }

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
