using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GmpSim.Tests.Unit.Architecture;

/// <summary>Who may know whom, read from the project files.</summary>
public sealed partial class FloorTests
{
    /// <summary>The table of floors: a project, and what it may reference. A new project needs a new row first.</summary>
    private static readonly Dictionary<string, string[]> Floors = new(StringComparer.Ordinal)
    {
        ["GmpSim.Engine"] = [],
        ["GmpSim.Results"] = ["GmpSim.Engine"],
        ["GmpSim.Machine"] = ["GmpSim.Engine", "GmpSim.Results"],
        ["GmpSim.GoRuntime"] = ["GmpSim.Engine", "GmpSim.Results", "GmpSim.Machine"],
        ["GmpSim.Load"] = ["GmpSim.Engine", "GmpSim.Results", "GmpSim.Machine", "GmpSim.GoRuntime"],
        ["GmpSim.Calibration"] = ["GmpSim.Engine", "GmpSim.Results", "GmpSim.Machine"],
        ["GmpSim.Scenarios"] = ["GmpSim.Engine", "GmpSim.Results", "GmpSim.Machine", "GmpSim.GoRuntime", "GmpSim.Load"],
        ["GmpSim.Reports"] = ["GmpSim.Engine", "GmpSim.Results"],
        ["GmpSim.Reports.ScottPlot"] = ["GmpSim.Reports", "GmpSim.Engine", "GmpSim.Results"],
        ["GmpSim.Cli"] = ["GmpSim.Engine", "GmpSim.Results", "GmpSim.Machine", "GmpSim.GoRuntime", "GmpSim.Load", "GmpSim.Calibration", "GmpSim.Scenarios", "GmpSim.Reports", "GmpSim.Reports.ScottPlot"],
    };

    private static IEnumerable<string> Projects() =>
        new[] { "Simulator", "Models", "Scenarios", "Reports" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> DeterministicProjects() =>
        Projects().Where(project => project.StartsWith("Models", StringComparison.Ordinal) || project.Contains("Engine") || project.Contains("Results"))
            .Where(project => !project.Contains("Calibration")); // it measures the real machine

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_what_its_floor_allows(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.That(Floors, Contains.Key(name), "the project has a row in the table");

        var references = XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.That(references, Is.SubsetOf(Floors[name]));
    }

    [Test]
    public void The_table_has_no_cycle_and_nobody_references_the_executable()
    {
        foreach (var (project, below) in Floors)
        {
            Assert.That(below, Has.None.EqualTo("GmpSim.Cli"), project);
            foreach (var lower in below) Assert.That(Floors[lower], Has.None.EqualTo(project), $"{project} and {lower}");
        }
    }

    [TestCaseSource(nameof(DeterministicProjects))]
    public void A_project_that_simulates_is_checked_for_calls_that_differ_from_run_to_run(string project)
    {
        var flags = XDocument.Load(Repository.PathOf(project)).Descendants("GmpSimDeterministic").Select(flag => flag.Value);

        Assert.That(flags, Is.EqualTo(new[] { "true" }));
    }

    [Test]
    public void The_list_of_banned_calls_is_wired_and_names_the_clocks_and_the_other_generators()
    {
        var props = XDocument.Load(Repository.PathOf("Directory.Build.props"));
        var files = props.Descendants("AdditionalFiles").Where(file => file.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal)).ToArray();
        Assert.That(files, Has.Length.EqualTo(1));
        Assert.That(files[0].Parent!.Attribute("Condition")!.Value, Is.EqualTo("'$(GmpSimDeterministic)' == 'true'"));
        Assert.That(props.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value), Has.Member("Microsoft.CodeAnalysis.BannedApiAnalyzers"));

        var banned = File.ReadAllLines(Repository.PathOf("BannedSymbols.txt")).Select(line => line.Split(';')[0]).ToArray();
        foreach (var symbol in new[] { "T:System.Random", "T:System.Diagnostics.Stopwatch", "T:System.Threading.Thread", "P:System.DateTime.UtcNow", "M:System.Guid.NewGuid", "M:System.Math.Log(System.Double)" })
            Assert.That(banned, Has.Member(symbol));
    }

    [Test]
    public void Only_the_executable_touches_the_console()
    {
        var offenders = Sources().Where(path => !path.StartsWith(Path.Combine("Simulator", "Cli"), StringComparison.Ordinal))
            .Where(path => ConsoleUse().IsMatch(File.ReadAllText(Repository.PathOf(path))));

        Assert.That(offenders, Is.Empty);
    }

    private static IEnumerable<string> Sources() =>
        new[] { "Simulator", "Models", "Scenarios", "Reports" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\bConsole\s*\.\s*(Write|Read|Out|Error|In\b|Set|Clear|Beep|Key|CancelKeyPress)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConsoleUse();
}
