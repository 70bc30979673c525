using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the scripts of a workload's clients.</summary>
internal sealed class ScriptReader(DiagnosticBag problems)
{
    private readonly List<(SourceSpan Span, SimDuration At)> _instructions = [];

    /// <summary>Checks that a client writes only what goes with its kind of loop.</summary>
    public static void CheckLoop(Section client, DiagnosticBag problems)
    {
        string[] idle = client.Has("rate") ? ["think"] : ["arrivals", "burst"];
        foreach (var key in idle.Where(client.Has))
            problems.Error(Codes.OptionWithoutEffect, client.KeySpan(key), client.Has("rate") ? $"'{key}' goes with a closed loop, which has no 'rate'" : $"'{key}' goes with a 'rate'; without one each connection sends again when it has its response");
    }

    /// <summary>The script of a client.</summary>
    public List<InstructionSpec> Read(Section client)
    {
        var script = new List<InstructionSpec>();
        var isPaused = false;
        double? limit = null;
        foreach (var item in ((SourceSequence)client.Node("script")!).Items)
        {
            var section = Section.Of(item, WorkloadShapes.Instruction, item.Span);
            if (!section.Has("do") && !section.Has("limit"))
            {
                problems.Error(Codes.MissingKey, item.Span, "an instruction needs 'do' (pause or resume) or 'limit'");
                continue;
            }

            var instruction = Instruction(section);
            if (script.Count > 0 && instruction.At < script[^1].At)
                problems.Error(Codes.ParametersContradict, section.SpanOf("at"), $"the instructions of a script are in order of time: this one comes after that at {script[^1].At}");
            if (instruction.Word == "limit")
            {
                if (instruction.LimitPerSecond is null && limit is null) problems.Error(Codes.OptionWithoutEffect, section.SpanOf("limit"), "there is no limit to lift at that time");
                limit = instruction.LimitPerSecond;
            }
            else
            {
                if (isPaused == (instruction.Word == "pause"))
                    problems.Error(Codes.OptionWithoutEffect, section.SpanOf("do"), isPaused ? "the generator is paused already at that time" : "the generator is not paused at that time");
                isPaused = instruction.Word == "pause";
            }

            script.Add(instruction);
            _instructions.Add((section.SpanOf("at"), instruction.At));
        }

        return script;
    }

    /// <summary>Warns of instructions that the run comes to an end before.</summary>
    /// <remarks>An automatic warm-up lasts half as long as the measured time at most.</remarks>
    public void CheckEnd(RunSpec run)
    {
        var end = run.Duration + (run.Warmup ?? run.Duration / 2);
        foreach (var (span, at) in _instructions)
        {
            if (at >= end) problems.Warning(Codes.OptionWithoutEffect, span, $"the run is over by then: it ends at {end}{(run.Warmup is null ? " at the latest" : "")}, warm-up included");
        }
    }

    private static InstructionSpec Instruction(Section section) => section.Has("limit")
        ? new(section.Value<SimDuration>("at"), "limit", section.Value<double?>("limit"))
        : new(section.Value<SimDuration>("at"), section.Value<string>("do"), null);
}
