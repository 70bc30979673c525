using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim explore</c>.</summary>
internal static class ExploreVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<ExploreArguments, int> explore)
    {
        var scenarios = new ScenarioOptions();
        var scenario = new Option<string?>("--scenario") { Description = "Name of the scenario; not needed when there is one only.", HelpName = "S" };
        var point = new Option<string[]>("--point") { Description = "A coordinate of the point, for example gomaxprocs=4; repeatable.", HelpName = "name=value", DefaultValueFactory = _ => [] };
        var budget = new Option<int?>("--budget") { Description = "Most trials. [default: 200]", HelpName = "N", CustomParser = OptionValues.WholeNumber("--budget", 1) };
        var events = new Option<int?>("--events") { Description = "Events of each trial. [default: 2000]", HelpName = "N", CustomParser = OptionValues.WholeNumber("--events", 1) };
        var exhaustive = new Option<int?>("--exhaustive")
        {
            Description = "Try every order with at most so many delays, instead of random ones.",
            HelpName = "N",
            CustomParser = OptionValues.WholeNumber("--exhaustive", 0),
        };
        var random = new Option<int?>("--random") { Description = "Try so many random scenarios instead of a file.", HelpName = "N", CustomParser = OptionValues.WholeNumber("--random", 1) };
        var choices = new Option<IReadOnlyList<TieChoice>?>("--choices") { Description = "Run this one order again: event:chosen,… or 'none'.", HelpName = "LIST", CustomParser = ReadChoices };
        var free = new Option<bool>("--free") { Description = "With --choices: every cost of the machine is zero." };
        var inject = new Option<GoFault>("--inject") { Description = $"Put a mistake into the scheduler: {string.Join(", ", s_faults.Keys)}.", HelpName = "NAME", CustomParser = ReadFault };
        var output = new Option<string>("--out") { Description = "File for the small scenario that fails.", HelpName = "YAML", DefaultValueFactory = _ => "explored.yaml" };
        var verb = new Verb("explore", "Run one point in many orders of simultaneous events, and check every invariant.")
        {
            Examples =
            [
                ("gmpsim explore scenarios.yaml --scenario keep-alive --point gomaxprocs=4 --point netpoller=shared", "200 trials; exit code 1 and a small scenario if one fails."),
                ("gmpsim explore small.yaml --exhaustive 2 --events 200 --budget 100000", "Every order with at most two delays."),
                ("gmpsim explore --random 10000", "Random scenarios instead of a file."),
                ("gmpsim explore --random 100 --inject steal-loses-one", "How a mistake in the scheduler is found."),
            ],
        };
        scenarios.AddTo(verb);
        foreach (var option in new Option[] { scenario, point, budget, events, exhaustive, random, choices, free, inject, output }) verb.Options.Add(option);
        verb.SetAction(parsed => explore(new()
        {
            Scenarios = scenarios.Read(parsed),
            Scenario = parsed.GetValue(scenario),
            Point = parsed.GetValue(point) ?? [],
            Budget = parsed.GetValue(budget) ?? 200,
            Events = parsed.GetValue(events) ?? 2_000,
            ExhaustiveBound = parsed.GetValue(exhaustive),
            RandomScenarios = parsed.GetValue(random),
            Choices = parsed.GetValue(choices),
            IsFree = parsed.GetValue(free),
            Fault = parsed.GetValue(inject),
            Out = parsed.GetRequiredValue(output),
        }));
        return verb;
    }

    /// <summary>What the command line calls a mistake.</summary>
    internal static string NameOf(GoFault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    private static readonly Dictionary<string, GoFault> s_faults = Enum.GetValues<GoFault>().Where(fault => fault != GoFault.None).ToDictionary(NameOf, StringComparer.Ordinal);

    private static GoFault ReadFault(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (s_faults.TryGetValue(text, out var fault)) return fault;
        var nearest = Nearest.To(text, s_faults.Keys) is { } name ? $"; did you mean '{name}'?" : "";
        result.AddError($"--inject knows {string.Join(", ", s_faults.Keys)}, not '{text}'{nearest}");
        return GoFault.None;
    }

    private static IReadOnlyList<TieChoice>? ReadChoices(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == "none") return [];
        if (TieChoice.TryParse(text, out var choices)) return choices;
        result.AddError($"--choices needs pairs event:chosen by rising event, for example 120:2,455:1, or 'none', not '{text}'");
        return null;
    }
}
