using GmpSim.Calibration;
using GmpSim.Calibration.Golang;
using GmpSim.Cli.Calibration;
using GmpSim.Cli.Golang;
using GmpSim.Cli.Verbs;
using GmpSim.Cli.Views;
using GmpSim.Reports.Calibration;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Tables;
using GmpSim.Results;
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
            terminal.Error.WriteLine("gmpsim: interrupted; nothing was written, and the Go programs have ended");
            return ExitCodes.Interrupted;
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
        CheckTable.Write(found.Checks, found.Models, arguments.OutFolder, CheckTable.GoPrefix);
        AtomicFile.Write(Path.Combine(arguments.OutFolder, PageFile), CalibrationPage.Render(ReportOf(arguments, found), new SvgChartRenderer()));
        if (!arguments.Quiet)
        {
            CheckView.Write(terminal.OutConsole(), found);
            terminal.Out.WriteLine($"Every check: {Path.Combine(arguments.OutFolder, PageFile)}, {Path.Combine(arguments.OutFolder, CheckTable.GoPrefix + CheckTable.Checks)}.");
        }

        return arguments.Strict && found.Checks.Any(check => check.Outcome == CheckOutcome.Fail) ? ExitCodes.ClaimFailed : ExitCodes.Done;
    }

    private static CalibrationReport ReportOf(GoArguments arguments, CheckFindings found) => new()
    {
        Title = "The model of Go's scheduler against real Go programs",
        Machine = [.. Calibrator.MachineLines.Select(line => new CalibrationFact(line.Name, line.Value))],
        Parameters = [],
        Checks = found.Checks,
        Models = found.Models,
        Notes = found.Notes,
        CommandLine = CommandText.Of(["gmpsim", "calibrate", "--go", .. arguments.Quick ? ["--quick"] : Array.Empty<string>(), "--out", arguments.OutFolder]),
        ToolVersion = ManifestBuilder.ToolVersion,
    };

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
