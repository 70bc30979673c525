using System.CommandLine;
using GmpSim.Engine;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim run</c>.</summary>
internal static class RunVerb
{
    /// <summary>The verb around its work.</summary>
    internal static Command Create(Func<RunArguments, int> run)
    {
        var scenarios = new ScenarioOptions();
        var output = new Option<string>("--out") { Description = "Folder for tables, plots and the report.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
        var jobs = new Option<int?>("--jobs")
        {
            Description = "Worker threads; results do not depend on it. [default: all cores]",
            HelpName = "N",
            CustomParser = OptionValues.WholeNumber("--jobs", 1),
        };
        var resume = new Option<bool>("--resume") { Description = "Use the runs already recorded in --out." };
        var shard = new Option<string?>("--shard") { Description = "Run every n-th run only, as part i of n; 'gmpsim merge' joins the parts.", HelpName = "i/n" };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 unless every expectation is reproduced." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress and no summary." };
        var noPlots = new Option<bool>("--no-plots") { Description = "Tables only, no plots." };
        var queue = new Option<PendingEventSetKind>("--queue")
        {
            Description = "Pending-event set, calendar or heap; results do not depend on it.",
            HelpName = "KIND",
            CustomParser = OptionValues.Queue,
        };
        var check = new Option<bool>("--check") { Description = "Check the scheduler's invariants between events (slow); results do not depend on it." };
        var live = new Option<bool>("--live") { Description = "Run for real, on this machine's threads and epoll, one run at a time; Linux, and scenarios that docs/live.md names." };
        var schedTrace = new SchedTraceOptions("a file a run in --out/schedtrace");
        shard.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Shard.TryParse(result.Tokens[0].Value, out _))
                result.AddError($"--shard needs i/n with 1 <= i <= n, for example 2/8, not '{result.Tokens[0].Value}'.");
        });

        var verb = new Verb("run", "Run scenario files in batch; leave tables, plots and a report.")
        {
            Examples =
            [
                ("gmpsim run", "Run scenarios.yaml into the folder out."),
                ("gmpsim run scenarios.yaml --only 'keep-*' --replications 10 --out keep", "Some scenarios, more replications, another folder."),
                ("gmpsim run --set runtime.gomaxprocs=8 --seed 7", "Change a key and the seed of every scenario."),
                ("gmpsim run --only keep-alive --schedtrace 10ms", "With the scheduler's state every 10 ms, as GODEBUG=schedtrace=10 prints it."),
                ("gmpsim run --resume", "Go on after an interruption."),
                ("gmpsim run my.yaml --live --out real", "The same scenarios for real; then: gmpsim compare out real"),
                ("gmpsim run --shard 3/16 --out part3", "One part of sixteen of a job array; then: gmpsim merge part* --out out"),
            ],
        };
        scenarios.AddTo(verb);
        foreach (var option in new Option[] { output, jobs, resume, shard, strict, quiet, noPlots, queue, check, live }) verb.Options.Add(option);
        schedTrace.AddTo(verb);
        verb.SetAction(parsed => run(new()
        {
            Scenarios = scenarios.Read(parsed),
            Out = parsed.GetRequiredValue(output),
            Jobs = parsed.GetValue(jobs) ?? Environment.ProcessorCount,
            Resume = parsed.GetValue(resume),
            Shard = parsed.GetValue(shard) is { } text && Shard.TryParse(text, out var part) ? part : Shard.Whole,
            Strict = parsed.GetValue(strict),
            Quiet = parsed.GetValue(quiet),
            Plots = !parsed.GetValue(noPlots),
            Queue = parsed.GetValue(queue),
            CheckInvariants = parsed.GetValue(check),
            SchedTrace = schedTrace.Read(parsed),
            Live = parsed.GetValue(live),
        }));
        return verb;
    }
}
