using System.Globalization;
using GmpSim.Cli.Views;
using GmpSim.Scenarios.Reading;
using Spectre.Console;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim list --machines</c> promises.</summary>
internal sealed class ListMachinesAction(Terminal terminal)
{
    internal int Run()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("machine").AddColumn("topology");
        foreach (var column in new[] { "logical CPUs", "numbers", "assumed" }) table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("what it is");
        foreach (var name in BuiltInMachines.Names)
        {
            var machine = BuiltInMachines.Read(name);
            var sources = machine.Costs.Values.Select(cost => cost.Source).Concat(machine.Traits.Values.Select(trait => trait.Source)).ToList();
            table.AddRow(
                Markup.Escape(name),
                Markup.Escape(MachineText.Topology(machine)),
                Text(machine.LogicalCpus),
                Text(sources.Count),
                Text(sources.Count(source => source.StartsWith("assumed", StringComparison.Ordinal))),
                Markup.Escape(FirstSentence(BuiltInMachines.About(name))));
        }

        terminal.OutConsole().Write(table);
        return ExitCodes.Done;
    }

    private static string FirstSentence(string about)
    {
        var line = about.ReplaceLineEndings(" ");
        var end = line.IndexOfAny([':', '.']);
        return end < 0 ? line : line[..end];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
