using GmpSim.Scenarios.Advice;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Statistics;
using Spectre.Console;

namespace GmpSim.Cli.Views;

/// <summary>The answer of <c>gmpsim advise</c>: a table of the candidates, and what it comes to in sentences.</summary>
internal static class AdviceView
{
    internal static void Write(Terminal terminal, string scenario, AdviceResult result)
    {
        terminal.OutConsole().Write(TableOf(scenario, result));
        foreach (var sentence in Sentences(result)) terminal.Out.WriteLine(sentence);
    }

    private static Table TableOf(string scenario, AdviceResult result)
    {
        var metric = result.Goal.Metric;
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"{scenario}: {result.Goal.Text}")).AddColumn("candidate");
        foreach (var column in new[] { "n", Markup.Escape(metric.Unit.Length > 1 ? $"{metric.Name} ({metric.Unit})" : metric.Name), "worse than the best by", "share" }) table.AddColumn(new TableColumn(column).RightAligned());
        if (result.Goal.Limit is not null) table.AddColumn("meets the goal");
        foreach (var entry in result.Entries)
        {
            var name = Markup.Escape(entry.Candidate.Name + (entry.Candidate.IsDefault ? " (default)" : ""));
            List<string> cells = entry.Value is { } value
                ? [name, value.Count.ToString(), WithInterval(value), entry.Loss is { } loss ? WithInterval(loss) : "", entry.Ratio is { } ratio ? Share(ratio, result.Goal.IsMost) : ""]
                : [name, "0", "", Markup.Escape(entry.Failure), ""];
            if (result.Goal.Limit is not null) cells.Add(entry.Value is null ? "" : entry.MeetsLimit switch { true => "yes", false => "no", null => "unclear" });
            table.AddRow([.. cells]);
        }

        return table;
    }

    private static IEnumerable<string> Sentences(AdviceResult result)
    {
        if (result.Chosen is not { Value: { } value } chosen)
        {
            yield return "No candidate can serve this load: every one failed.";
            yield break;
        }

        var percent = $"{result.Settings.Confidence * 100:0.##} %";
        var rivals = result.Entries.Where(entry => entry.IsSurvivor && !ReferenceEquals(entry, chosen)).Select(entry => entry.Candidate.Name).ToList();
        if (result.Goal.Limit is not null) yield return OfLimit(result, chosen);
        if (result.IsBoundByLoad) yield return OfLoad(result);
        var answer = chosen.MeetsLimit == false ? "Best of those tried" : "Answer"; // what misses the goal answers nothing
        if (result.Entries.Count(entry => entry.Value is not null) == 1) yield return $"{answer}: {chosen.Candidate.Name}. There is nothing to hold it against.";
        else if (!result.IsDecided) yield return $"Undecided after {value.Count} replications: {chosen.Candidate.Name} is ahead, and {string.Join(", ", rivals)} not ruled out yet with {percent} confidence. More --replications, or a larger --indifference, would decide.";
        else if (rivals.Count > 0) yield return $"{answer}: {chosen.Candidate.Name}; {string.Join(", ", rivals)} cannot be told from it.";
        else yield return $"{answer}: {chosen.Candidate.Name}. With {percent} confidence it is the best, or within {Figures.Text(result.Indifference, result.Goal.Metric.Unit)} of it (Kim and Nelson's procedure, {value.Count} replications).";
        if (OfDefault(result, chosen) is { } cost) yield return cost;
        if (OfSameRuns(result) is { } note) yield return note;
    }

    private static string OfLimit(AdviceResult result, AdviceEntry chosen)
    {
        var limit = Figures.Text(result.Goal.Limit!.Value, result.Goal.Metric.Unit);
        var meeting = result.Entries.Where(entry => entry.MeetsLimit == true).Select(entry => entry.Candidate.Name).ToList();
        if (chosen.MeetsLimit == false) return $"No candidate meets {result.Goal.Text}; the nearest is {chosen.Candidate.Name} with {Figures.Text(chosen.Value!.Value.Value, result.Goal.Metric.Unit)} against {limit}.";
        if (meeting.Count == 0) return $"Whether any candidate meets {result.Goal.Text} is unclear; the nearest is {chosen.Candidate.Name}, whose interval contains {limit}.";
        return $"The goal {result.Goal.Text} is met by {string.Join(", ", meeting)}.";
    }

    private static string OfLoad(AdviceResult result)
    {
        var serving = result.Entries.Where(entry => entry.ServedShare >= AdviceResult.LeastServed).Select(entry => entry.Candidate.Name);
        return $"The load decides, not the setting: {string.Join(", ", serving)} answer all requests that arrive. A goal such as 'p99<5ms' or cpu, a higher rate or a closed client tells them apart.";
    }

    private static string? OfSameRuns(AdviceResult result)
    {
        var same = result.Entries.Where(entry => entry.IsOneRun).Select(entry => entry.Candidate.Name).ToList();
        return same.Count == 0 ? null : $"All replications of {string.Join(", ", same)} were the same run, event by event: nothing in it is random, so its interval has no width and says nothing about other traffic.";
    }

    private static string? OfDefault(AdviceResult result, AdviceEntry chosen)
    {
        if (result.Default is not { } entry) return null;
        if (ReferenceEquals(entry, chosen)) return "That is the default: GOMAXPROCS need not be set.";
        if (entry.Value is null) return $"The default, {entry.Candidate.Name}, fails: {entry.Failure}";
        var text = $"Keeping the default, {entry.Candidate.Name}, costs {WithInterval(entry.Loss!.Value)} {result.Goal.Metric.Unit} of {result.Goal.Metric.Name}: {Share(entry.Ratio!.Value, result.Goal.IsMost)}";
        return entry.MeetsLimit == false && chosen.MeetsLimit == true ? $"{text}, and misses the goal." : $"{text}.";
    }

    /// <summary>How much less, or more, than the best, in per cent with its interval.</summary>
    private static string Share(Estimate ratio, bool isMost)
    {
        if (double.IsNaN(ratio.Value)) return "";
        string Percent(double value) => $"{Math.Round((isMost ? 1 - value : value - 1) * 100, 1) + 0.0:0.#}"; // no -0
        var word = isMost ? "less" : "more";
        if (!ratio.Interval.IsBounded) return $"{Percent(ratio.Value)} % {word}";
        var (near, far) = isMost ? (ratio.Interval.High, ratio.Interval.Low) : (ratio.Interval.Low, ratio.Interval.High);
        return $"{Percent(ratio.Value)} % {word} ({Percent(near)} to {Percent(far)})";
    }

    private static string WithInterval(Estimate estimate) => estimate.Interval.IsBounded
        ? $"{Figures.Text(estimate.Value)} ({Figures.Text(estimate.Interval.Low)} to {Figures.Text(estimate.Interval.High)})"
        : Figures.Text(estimate.Value);
}
