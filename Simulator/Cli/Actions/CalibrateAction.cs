using System.IO.Enumeration;
using System.Text;
using GmpSim.Calibration;
using GmpSim.Calibration.Fitting;
using GmpSim.Cli.Calibration;
using GmpSim.Cli.Live;
using GmpSim.Cli.Verbs;
using GmpSim.Cli.Views;
using GmpSim.Engine;
using GmpSim.Reports.Calibration;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim calibrate</c> promises.</summary>
internal sealed class CalibrateAction(Terminal terminal, IRunExecutor simulated, CancellationToken cancel)
{
    private const string ProfileFile = "machine.yaml";
    private const string PageFile = "calibration.html";
    private const string ProbesFile = "probes.csv";
    private const string Defaults = "generic-x86";
    private const string AllProbes = "*";
    private const int QuickRepeats = 3;
    private const int FullRepeats = 5;

    internal int Run(CalibrateArguments arguments)
    {
        if (!Calibrator.IsPossible)
            return BadInput($"calibrate measures Linux on x86-64 or arm64 only; built-in profiles work everywhere ('gmpsim list --machines'), and so does a machine.yaml from another machine ('gmpsim run --machine FILE')");
        if (!Calibrator.ProbeNames.Any(name => Fits(name, arguments.Probes)))
            return BadInput($"--probes: no probe is called '{arguments.Probes}'; there are {string.Join(", ", Calibrator.ProbeNames)}{Nearby(arguments.Probes)}");
        if (OutFolder.Problem(arguments.OutFolder) is { } problem) return BadInput(problem);

        var view = new CalibrationView(terminal, arguments.Quiet);
        var result = Calibrator.Create(arguments.Quick, name => Fits(name, arguments.Probes)).Run(view.ShowProgress, cancel);
        view.EndProgress();
        Write(result, arguments.OutFolder);
        view.Show(result, DefaultTexts());
        foreach (var warning in result.Warnings) terminal.Error.WriteLine($"note: {warning}");
        if (!arguments.Quiet) terminal.Out.WriteLine($"Profile: {Path.Combine(arguments.OutFolder, ProfileFile)}; everything measured: {Path.Combine(arguments.OutFolder, ProbesFile)}.");
        if (result.IsInterrupted) return Interrupted("what was measured until now is written");
        return arguments.NoChecks || arguments.Probes != AllProbes ? ExitCodes.Done : RunChecks(arguments, result, view);
    }

    private int RunChecks(CalibrateArguments arguments, CalibrationResult result, CalibrationView view)
    {
        var scenarios = CheckScenarios.Read(Path.Combine(arguments.OutFolder, ProfileFile), result, arguments.Quick);
        var session = new CheckSession(new LiveExecutor(), simulated, LiveExecutor.WhyNot, (what, done, total) => view.ShowProgress((double)done / total, what));
        var findings = session.Run(scenarios, arguments.Quick ? QuickRepeats : FullRepeats, cancel);
        view.EndProgress();
        var isInterrupted = cancel.IsCancellationRequested;
        if (isInterrupted && findings.Checks.Count == 0) return Interrupted("the profile is whole, the models were not checked");
        new CheckPublisher(terminal, arguments.OutFolder, arguments.Quiet).Publish(findings, PageOf(arguments, result) with { IsInterrupted = isInterrupted });
        return isInterrupted ? Interrupted("the profile is whole, the models were checked on what had run until then") : CheckPublisher.ExitCodeOf(findings, arguments.Strict);
    }

    private static CheckPage PageOf(CalibrateArguments arguments, CalibrationResult result)
    {
        var defaults = DefaultTexts();
        return new()
        {
            File = PageFile,
            Machine = result.MachineLines,
            Parameters =
            [
                .. result.Costs.Where(cost => cost.IsMeasured).Select(cost => new MeasuredParameter(
                    cost.Key, ProfileWriter.Duration(cost.Nanoseconds), $"{ProfileWriter.Duration(cost.Low)} to {ProfileWriter.Duration(cost.High)}", defaults.GetValueOrDefault(cost.Key, ""), cost.Explanation)),
            ],
            Warnings = result.Warnings,
            Command = ["gmpsim", "calibrate", .. arguments.Quick ? ["--quick"] : Array.Empty<string>(), "--out", arguments.OutFolder],
        };
    }

    private int Interrupted(string what)
    {
        terminal.Error.WriteLine($"gmpsim: interrupted; {what}");
        return ExitCodes.Interrupted;
    }

    private static bool Fits(string probe, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, probe, ignoreCase: false);

    private static string Nearby(string pattern) => Nearest.To(pattern, Calibrator.ProbeNames) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static void Write(CalibrationResult result, string folder)
    {
        AtomicFile.Write(Path.Combine(folder, ProfileFile), stream =>
        {
            using var writer = Writer(stream);
            ProfileWriter.Write(writer, result, DefaultCosts(), DateTimeOffset.UtcNow);
        });
        AtomicFile.Write(Path.Combine(folder, ProbesFile), stream =>
        {
            using var writer = Writer(stream);
            ProbeTable.Write(writer, result.Rows);
        });
    }

    private static IReadOnlyList<(string Key, SimDuration Value, string Source)> DefaultCosts() =>
        [.. BuiltInMachines.Read(Defaults).Costs.Values.Select(cost => (cost.Key, cost.Value, cost.Source))];

    private static Dictionary<string, string> DefaultTexts() => DefaultCosts().ToDictionary(cost => cost.Key, cost => cost.Value.ToString(), StringComparer.Ordinal);

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
