using GmpSim.Reports.Calibration;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Cli.Calibration;

/// <summary>Writes the verdicts of a calibration as tables, as a page and on the screen.</summary>
/// <param name="terminal">The screen.</param>
/// <param name="folder">Where files go.</param>
/// <param name="isQuiet">Whether the screen stays empty.</param>
internal sealed class CheckPublisher(Terminal terminal, string folder, bool isQuiet)
{
    /// <summary>Writes them.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    internal void Publish(CheckFindings findings, CheckPage page)
    {
        CheckTable.Write(findings.Checks, findings.Models, folder, page.TablePrefix);
        AtomicFile.Write(Path.Combine(folder, page.File), CalibrationPage.Render(ReportOf(findings, page), new SvgChartRenderer()));
        if (isQuiet || findings.Checks.Count == 0) return;
        CheckView.Write(terminal, findings);
        terminal.Out.WriteLine($"Every check: {Path.Combine(folder, page.File)}, {Path.Combine(folder, page.TablePrefix + CheckTable.Checks)}.");
    }

    /// <summary>The exit code of a calibration that has come to its end.</summary>
    internal static int ExitCodeOf(CheckFindings findings, bool isStrict) =>
        isStrict && findings.Checks.Any(check => check.Outcome == CheckOutcome.Fail) ? ExitCodes.ClaimFailed : ExitCodes.Done;

    private static CalibrationReport ReportOf(CheckFindings findings, CheckPage page) => new()
    {
        Title = page.Title ?? CalibrationReport.UsualTitle,
        IsInterrupted = page.IsInterrupted,
        Machine = [.. page.Machine.Select(line => new CalibrationFact(line.Name, line.Value))],
        Parameters = page.Parameters,
        Checks = findings.Checks,
        Models = findings.Models,
        Notes = [.. page.Warnings, .. findings.Notes],
        CommandLine = CommandText.Of([.. page.Command]),
        ToolVersion = ManifestBuilder.ToolVersion,
    };
}
