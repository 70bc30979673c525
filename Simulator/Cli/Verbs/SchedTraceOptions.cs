using System.CommandLine;
using GmpSim.Engine;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Cli.Verbs;

/// <summary>The options that stand for GODEBUG's schedtrace and scheddetail.</summary>
internal sealed class SchedTraceOptions
{
    private readonly Option<SimDuration?> _period;
    private readonly Option<bool> _detail = new("--scheddetail") { Description = "With --schedtrace: every P, M and G, too." };

    /// <summary>The options.</summary>
    /// <param name="target">Where the lines go, for the help.</param>
    internal SchedTraceOptions(string target)
    {
        _period = new("--schedtrace")
        {
            Description = $"Print the scheduler's state at least this far apart, as GODEBUG=schedtrace does: {target}. Results do not depend on it.",
            HelpName = "10ms",
            CustomParser = OptionValues.Duration("--schedtrace"),
        };
        _detail.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(_period) is null) result.AddError("--scheddetail needs --schedtrace, for example --schedtrace 10ms");
        });
    }

    internal void AddTo(Command verb)
    {
        verb.Options.Add(_period);
        verb.Options.Add(_detail);
    }

    /// <summary>What was asked for; <see langword="null"/> for nothing.</summary>
    internal SchedTraceWish? Read(ParseResult parsed) =>
        parsed.GetValue(_period) is { } period ? new SchedTraceWish(period, parsed.GetValue(_detail)) : null;
}
