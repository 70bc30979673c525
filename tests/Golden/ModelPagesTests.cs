using System.Text;
using System.Text.RegularExpressions;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Golden;

/// <summary>
/// The pages on Linux and hardware show the numbers that runs use: the tables between their marks are made from the profiles.
/// <c>GMPSIM_UPDATE_GOLDEN=1</c> writes them anew.
/// </summary>
internal sealed class ModelPagesTests
{
    private static readonly MachineSpec s_generic = BuiltInMachines.Read("generic-x86");

    [TestCase("linux.md")]
    [TestCase("hardware.md")]
    public void The_tables_of_a_page_are_those_of_the_profiles(string page)
    {
        var path = Path.Combine(DiagnosticCorpus.Root, "docs", "models", page);
        var text = File.ReadAllText(path);
        var filled = Regex.Replace(text, "<!-- table (?<what>[a-z ]+) -->\n.*?<!-- end -->", match => Table(match.Groups["what"].Value), RegexOptions.Singleline, TimeSpan.FromSeconds(10));

        DiagnosticCorpus.Compare(filled, path);
    }

    [Test]
    public void Every_cost_of_kernel_and_hardware_stands_on_one_of_the_pages()
    {
        var pages = string.Concat(new[] { "linux.md", "hardware.md" }.Select(page => File.ReadAllText(Path.Combine(DiagnosticCorpus.Root, "docs", "models", page))));

        var missing = s_generic.Costs.Keys.Where(key => !key.StartsWith("go.", StringComparison.Ordinal) && !key.StartsWith("client.", StringComparison.Ordinal) && !pages.Contains($"| `{key}` |", StringComparison.Ordinal));
        Assert.That(missing, Is.Empty);
    }

    private static string Table(string what)
    {
        var words = what.Split(' ');
        var rows = words[0] switch
        {
            "costs" => CostRows(words[1..]),
            "lines" => LineRows(),
            "machines" => MachineRows(),
            "traits" => TraitRows(),
            _ => throw new InvalidOperationException($"No table '{what}'."),
        };
        return new StringBuilder().Append("<!-- table ").Append(what).Append(" -->\n").AppendJoin('\n', rows).Append("\n<!-- end -->").ToString();
    }

    /// <summary>Costs whose key begins with one of the words and a dot, as the generic profile has them.</summary>
    private static IEnumerable<string> CostRows(string[] groups) =>
    [
        "| key | default | source |", "|---|---|---|",
        .. groups.SelectMany(group => s_generic.Costs.Values.Where(cost => cost.Key.StartsWith(group + ".", StringComparison.Ordinal)))
            .Select(cost => $"| `{cost.Key}` | {cost.Value} | {cost.Source} |"),
    ];

    /// <summary>The cost of lines and memory on every machine.</summary>
    private static IEnumerable<string> LineRows()
    {
        var machines = Real();
        return
        [
            $"| key | {string.Join(" | ", machines.Select(machine => machine.Profile))} |",
            $"|---|{string.Concat(machines.Select(_ => "---|"))}",
            .. s_generic.Costs.Keys.Where(key => key.StartsWith("cache.", StringComparison.Ordinal) || key.StartsWith("memory.", StringComparison.Ordinal))
                .Select(key => $"| `{key}` | {string.Join(" | ", machines.Select(machine => machine.Costs[key].Value))} |"),
        ];
    }

    private static IEnumerable<string> MachineRows() =>
    [
        "| profile | sockets | LLCs a socket | cores an LLC | threads a core | NUMA nodes a socket | logical CPUs | source |", "|---|---|---|---|---|---|---|---|",
        .. BuiltInMachines.Names.Select(BuiltInMachines.Read).Select(machine =>
            $"| `{machine.Profile}` | {machine.Sockets} | {machine.LlcsPerSocket} | {machine.CoresPerLlc} | {machine.ThreadsPerCore} | {machine.NumaNodesPerSocket} | {machine.LogicalCpus} | {machine.TopologySource} |"),
    ];

    private static IEnumerable<string> TraitRows()
    {
        var machines = Real();
        return
        [
            $"| trait | {string.Join(" | ", machines.Select(machine => machine.Profile))} |",
            $"|---|{string.Concat(machines.Select(_ => "---|"))}",
            .. s_generic.Traits.Keys.Select(key => $"| `{key}` | {string.Join(" | ", machines.Select(machine => machine.Traits[key].Value))} |"),
        ];
    }

    private static MachineSpec[] Real() => [.. BuiltInMachines.Names.Where(name => name != "ideal").Select(BuiltInMachines.Read)];
}
