using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GmpSim.Tests.EndToEnd;

/// <summary>What a run exports, as the tools that it is meant for see it.</summary>
public sealed class ExportTests
{
    [Test]
    public void Promtool_finds_nothing_wrong_with_the_metrics()
    {
        using var folder = new WorkFolder();
        var ended = Gmpsim.Run(folder.Root, "run", "--out", "out", "--replications", "2", "--quiet", "--no-plots");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());

        var (code, output) = Promtool(File.ReadAllText(Path.Combine(folder.Root, "out", "metrics.prom")), "check", "metrics");

        Assert.That((code, output), Is.EqualTo((0, "")));
    }

    [Test]
    public void Promtool_finds_nothing_wrong_with_the_alert_that_the_documentation_shows()
    {
        var page = File.ReadAllText(Path.Combine(ShippedRun.Root, "docs", "metrics.md"));
        var rules = Regex.Match(page, "(?<=```yaml\n)groups:.*?(?=```)", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Value;
        var file = Path.GetTempFileName();
        File.WriteAllText(file, rules);

        var (code, output) = Promtool("", "check", "rules", file);
        File.Delete(file);

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("1 rules found"));
    }

    private static (int Code, string Output) Promtool(string input, params string[] arguments)
    {
        using var process = Started(arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static Process Started(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("promtool (Debian: package prometheus) is not installed");
            throw;
        }
    }
}
