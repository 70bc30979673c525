using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Html;

/// <summary>What the figures rest on: assumptions by topic, and every cost of every machine with its source.</summary>
internal static class AssumptionsSection
{
    public static void Write(HtmlBuilder page, ManifestFile manifest)
    {
        page.Raw("<section id=\"assumptions\">").Element("h2", "What the figures rest on");
        foreach (var topic in manifest.Assumptions.GroupBy(a => a.Topic, StringComparer.Ordinal))
        {
            page.Element("h3", Capitalised(topic.Key)).Raw("<ul>");
            foreach (var assumption in topic) page.Element("li", assumption.Text);
            page.Raw("</ul>");
        }

        foreach (var machine in manifest.Machines) Machine(page, machine);
        page.Raw("</section>");
    }

    private static void Machine(HtmlBuilder page, MachineFacts machine)
    {
        page.Element("h3", $"Machine {machine.Name}");
        page.Element("p", $"{Capitalised(machine.Topology)}. Used by {string.Join(", ", machine.Scenarios)}.");
        page.TableStart("What things cost on this machine", "Cost", "Value", "Source");
        foreach (var cost in machine.Costs)
        {
            page.Raw("<tr>").Raw($"<th scope=\"row\"><code>{HtmlBuilder.Escape(cost.Key)}</code></th>");
            page.Element("td", cost.Value.ToString()).Element("td", cost.Source, "prose").Raw("</tr>");
        }

        page.TableEnd();
    }

    private static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
