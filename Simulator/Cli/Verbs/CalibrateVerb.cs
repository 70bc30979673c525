using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim calibrate</c>.</summary>
internal static class CalibrateVerb
{
    /// <summary>The verb around its work: calibrating, holding two calibrations against each other, and the models against real Go.</summary>
    internal static Command Create(Func<CalibrateArguments, int> calibrate, Func<string, string, int> compare, Func<GoArguments, int> go)
    {
        var quick = new Option<bool>("--quick") { Description = "About a minute; wider intervals." };
        var output = new Option<string>("--out") { Description = "Folder for the profile and the tables.", HelpName = "DIR", DefaultValueFactory = _ => "calibration" };
        var probes = new Option<string>("--probes") { Description = "Probes to run, by name; * stands for any letters.", HelpName = "GLOB", DefaultValueFactory = _ => "*" };
        var noChecks = new Option<bool>("--no-checks") { Description = "Measure and fit only." };
        var strict = new Option<bool>("--strict") { Description = "A failed check ends with exit code 1." };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but warnings and errors." };
        var pair = new Option<string[]>("--compare") { Description = "Measure nothing: in how many costs do two profiles agree within their intervals?", HelpName = "A B", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
        var real = new Option<bool>("--go") { Description = "Measure no costs: run real Go programs beside simulated ones, where a Go toolchain is found." };
        var verb = new Verb("calibrate", "Measure this machine and write a machine profile (Linux, x86-64 and arm64).")
        {
            Examples =
            [
                ("gmpsim calibrate", "Measures, fits and checks; writes machine.yaml, probes.csv, checks.csv, models.csv and calibration.html into calibration."),
                ("gmpsim run --machine calibration/machine.yaml", "Simulates on a machine like this one."),
                ("gmpsim calibrate --quick --probes 'epoll*'", "The probes of epoll, in seconds; costs that need others keep their defaults."),
                ("gmpsim calibrate --go --quick", "Real Go servers beside simulated ones, in a minute."),
                ("gmpsim calibrate --compare a/machine.yaml b/machine.yaml", "Do two calibrations agree?"),
            ],
        };
        foreach (var option in new Option[] { quick, output, probes, noChecks, strict, quiet, pair, real }) verb.Options.Add(option);
        verb.Validators.Add(result =>
        {
            var comparesProfiles = result.GetResult(pair) is { Implicit: false }; // whether it has both is told by its arity
            if (!result.GetValue(real) && !comparesProfiles) return;
            var with = comparesProfiles ? "--compare" : "--go";
            foreach (var option in new Option[] { probes, noChecks })
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} says nothing with {with}, which measures no costs");
            }

            if (comparesProfiles && result.GetResult(output) is { Implicit: false }) result.AddError($"{output.Name} says nothing with {with}, which writes nothing");
        });
        verb.SetAction(parsed => parsed.GetValue(pair) is { Length: 2 } files
            ? compare(files[0], files[1])
            : parsed.GetValue(real) ? go(new(parsed.GetValue(quick), parsed.GetValue(output)!, parsed.GetValue(strict), parsed.GetValue(quiet)))
            : calibrate(new(parsed.GetValue(quick), parsed.GetValue(output)!, parsed.GetValue(probes)!, parsed.GetValue(noChecks), parsed.GetValue(strict), parsed.GetValue(quiet))));
        return verb;
    }
}
