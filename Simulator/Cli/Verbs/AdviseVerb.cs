using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GmpSim.Scenarios.Advice;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim advise</c>.</summary>
internal static class AdviseVerb
{
    private const int MostPs = 1024;

    private static readonly string[] s_topologies = ["shared", "per-p", "sharded", "dedicated"];

    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<AdviseArguments, int> advise)
    {
        var usual = new AdviceSettings { Jobs = 1 };
        var scenarios = new ScenarioOptions($"Most replications of a candidate. [default: {usual.Most}]");
        var scenario = new Option<string?>("--scenario") { Description = "Name of the scenario; not needed when there is one only.", HelpName = "S" };
        var point = new Option<string[]>("--point")
        {
            Description = "A coordinate of the point to start from, where more is swept than GOMAXPROCS and the netpoller; repeatable.",
            HelpName = "name=value",
            DefaultValueFactory = _ => [],
        };
        var goal = new Option<AdviceGoal?>("--goal") { Description = "throughput, cpu (CPU time per request), or a latency and its limit, such as 'p99<5ms'.", HelpName = "GOAL", Required = true, CustomParser = Goal };
        var gomaxprocs = List("--gomaxprocs", "Numbers of Ps to try. [default: powers of two up to the CPUs, their number, and the program's default]", "1,2,4,8", text => Count("--gomaxprocs", text));
        var netpoller = List("--netpoller", "Netpollers to try. [default: the scenario's own]", "shared,per-p", Topology);
        var shards = List("--shards", "Numbers of shards to try, with --netpoller sharded or dedicated. [default: 1]", "2,4", text => Count("--shards", text));
        var indifference = Percent("--indifference", "Differences that do not matter, of the best value.", usual.Indifference);
        var confidence = Percent("--confidence", "How sure to be of the answer.", usual.Confidence);
        var jobs = new Option<int?>("--jobs") { Description = "Worker threads; the answer does not depend on it. [default: all cores]", HelpName = "N", CustomParser = OptionValues.WholeNumber("--jobs", 1) };
        var output = new Option<string?>("--out") { Description = "File for the whole table: .csv, or .json.", HelpName = "FILE" };
        var verb = new Verb("advise", "Search GOMAXPROCS, the netpoller and its shards for a goal.")
        {
            Examples =
            [
                ("gmpsim advise scenarios.yaml --scenario keep-alive --point gomaxprocs=4 --point netpoller=shared --goal throughput", "Which GOMAXPROCS serves most, how sure that is, and what the default costs."),
                ("gmpsim advise my.yaml --goal 'p99<5ms' --set os.cpu_quota=2.5cores --gomaxprocs 2,3,4,8", "Under a quota, for a latency."),
                ("gmpsim advise my.yaml --goal cpu --netpoller shared,per-p,sharded --shards 2,4 --out advice.csv", "Netpollers too, and the table in a file."),
            ],
        };
        scenarios.AddTo(verb);
        foreach (var option in new Option[] { scenario, point, goal, gomaxprocs, netpoller, shards, indifference, confidence, jobs, output }) verb.Options.Add(option);
        verb.SetAction(parsed =>
        {
            var arguments = scenarios.Read(parsed);
            return advise(new()
            {
                Scenarios = arguments with { Replications = null },
                Scenario = parsed.GetValue(scenario),
                Point = parsed.GetValue(point) ?? [],
                Goal = parsed.GetRequiredValue(goal)!,
                Gomaxprocs = parsed.GetValue(gomaxprocs) ?? [],
                Netpollers = parsed.GetValue(netpoller) ?? [],
                Shards = parsed.GetValue(shards) ?? [],
                Settings = usual with
                {
                    Jobs = parsed.GetValue(jobs) ?? Environment.ProcessorCount,
                    Most = arguments.Replications ?? usual.Most,
                    First = Math.Min(usual.First, arguments.Replications ?? usual.Most),
                    Indifference = parsed.GetValue(indifference) ?? usual.Indifference,
                    Confidence = parsed.GetValue(confidence) ?? usual.Confidence,
                },
                Out = parsed.GetValue(output),
            });
        });
        return verb;
    }

    private static AdviceGoal? Goal(ArgumentResult result)
    {
        if (AdviceGoal.TryParse(result.Tokens[0].Value, out var goal) is { } problem) result.AddError($"--goal: {problem}");
        return goal;
    }

    private static Option<T[]?> List<T>(string name, string about, string example, Func<string, (T Value, string? Problem)> read) => new(name)
    {
        Description = about,
        HelpName = example,
        CustomParser = result =>
        {
            var items = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries).Select(read).ToList();
            if (items.Find(item => item.Problem is not null).Problem is { } problem) result.AddError(problem);
            return [.. items.Select(item => item.Value).Distinct()];
        },
    };

    private static (int Value, string? Problem) Count(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostPs ? (count, null) : (0, $"{option} needs whole numbers from 1 to {MostPs}, such as '2,4', not '{text}'");

    private static (string Value, string? Problem) Topology(string text)
    {
        if (s_topologies.Contains(text, StringComparer.Ordinal)) return (text, null);
        var nearest = Nearest.To(text, s_topologies) is { } name ? $"; did you mean '{name}'?" : "";
        return (text, $"--netpoller: '{text}' is not one of {string.Join(", ", s_topologies)}{nearest}");
    }

    private static Option<double?> Percent(string name, string about, double usual) => new(name)
    {
        Description = $"{about} [default: {usual * 100:0.##}%]",
        HelpName = "P%",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.EndsWith('%') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and < 100) return percent / 100;
            result.AddError($"{name} needs a percentage above 0% and below 100%, such as '{usual * 100:0.##}%', not '{text}'");
            return null;
        },
    };
}
