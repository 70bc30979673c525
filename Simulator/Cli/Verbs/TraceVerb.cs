using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim trace</c>.</summary>
internal static class TraceVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<TraceArguments, int> trace)
    {
        var scenarios = new ScenarioOptions();
        var scenario = new Option<string?>("--scenario") { Description = "Name of the scenario; not needed when there is one only.", HelpName = "S" };
        var point = new Option<string[]>("--point")
        {
            Description = "A coordinate of the point, for example gomaxprocs=4; repeatable.",
            HelpName = "name=value",
            DefaultValueFactory = _ => [],
        };
        var replication = new Option<int?>("--replication")
        {
            Description = "Number of the replication, from 0. [default: 0]",
            HelpName = "R",
            CustomParser = OptionValues.WholeNumber("--replication", 0),
        };
        var output = new Option<string>("--out") { Description = "File for the events.", HelpName = "CSV", DefaultValueFactory = _ => "trace.csv" };
        var schedTrace = new SchedTraceOptions("a file beside --out that ends with .schedtrace.txt");
        var verb = new Verb("trace", "One run with its full event trace.")
        {
            Examples = [("gmpsim trace scenarios.yaml --scenario keep-alive --point gomaxprocs=4 --replication 2", "Every event of that run into trace.csv.")],
        };
        scenarios.AddTo(verb);
        foreach (var option in new Option[] { scenario, point, replication, output }) verb.Options.Add(option);
        schedTrace.AddTo(verb);
        verb.SetAction(parsed => trace(new(
            scenarios.Read(parsed),
            parsed.GetValue(scenario),
            parsed.GetValue(point) ?? [],
            parsed.GetValue(replication) ?? 0,
            parsed.GetRequiredValue(output),
            schedTrace.Read(parsed))));
        return verb;
    }
}
