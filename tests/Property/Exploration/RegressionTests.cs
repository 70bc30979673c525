using System.Runtime.CompilerServices;
using GmpSim.Engine;
using GmpSim.Scenarios.Exploration;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Property.Exploration;

/// <summary>What the search has found once: each file holds the scenario, what went wrong in its first line and the command that showed it in its second.</summary>
public sealed class RegressionTests
{
    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder()).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void What_was_found_once_does_not_happen_again(string file)
    {
        var path = Path.Combine(Folder(), file);
        var command = File.ReadLines(path).ElementAt(1).Split(' ');
        string? Option(string name) => command.SkipWhile(word => word != name).Skip(1).FirstOrDefault();
        var setup = ScenarioReader.Read(path).File!.Scenarios[0].Points[0].Setup;
        var choices = Option("--choices")!;
        var plan = new TrialPlan(ulong.Parse(Option("--seed")!), int.Parse(Option("--events")!), IsFree: command.Contains("--free"))
        {
            Choices = TieChoice.TryParse(choices == "none" ? "" : choices, out var read) ? read : throw new InvalidOperationException(choices),
        };

        Assert.That(Trial.Run(setup, plan).Failure, Is.Null);
        Assert.That(new Explorer { Seed = plan.Seed, Budget = 20 }.Search(setup).Failure?.Outcome.Failure, Is.Null, "nor in another order");
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "Regressions");
}
