using GmpSim.Cli.Verbs;
using GmpSim.Engine;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim merge</c> promises.</summary>
internal sealed class MergeAction(Terminal terminal, IResultPublisher publisher)
{
    internal int Run(MergeArguments arguments)
    {
        var parts = arguments.Parts.Select(part => new RunStore(part, message => terminal.Error.WriteLine($"note: {message}"))).ToList();
        var outlines = parts.Select(part => part.ReadOutline()).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (outlines[i] is null) return BadInput($"'{parts[i].Folder}' holds no part of a batch");
            if (!outlines[0]!.IsSameAs(outlines[i]!)) return BadInput($"'{parts[i].Folder}' is a part of another batch than '{parts[0].Folder}'");
        }

        if (parts.Any(part => Path.GetFullPath(part.Folder) == Path.GetFullPath(arguments.Out))) return BadInput("--out must not be one of the parts");

        // All that can be wrong with the parts comes before the first look at the target.
        var runs = new JoinedRuns(parts);
        BatchAssembler.Assemble(outlines[0]!, runs, out var missing);
        if (missing.Count > 0) return BadInput(ResultWriter.TextOfMissing(missing));
        return OutFolder.Problem(arguments.Out) is { } problem ? BadInput(problem) : Join(runs, outlines[0]!, arguments);
    }

    private int Join(JoinedRuns runs, BatchOutline outline, MergeArguments arguments)
    {
        var joined = new RunStore(arguments.Out, message => terminal.Error.WriteLine($"note: {message}"));
        try
        {
            using var hold = joined.Lock();
            publisher.Retract(arguments.Out);
            joined.Clear();
            joined.WriteOutline(outline);
            foreach (var scenario in outline.Scenarios) Copy(runs, scenario, joined);
            return new ResultWriter(terminal, publisher).Write(outline, joined, new(arguments.Strict, arguments.Quiet, arguments.Plots));
        }
        catch (StateInUseException inUse)
        {
            return BadInput(inUse.Message);
        }
    }

    private static void Copy(JoinedRuns runs, ScenarioOutline scenario, RunStore joined)
    {
        for (var point = 0; point < scenario.Points.Count; point++)
        {
            runs.CopyTo(joined, scenario.IdentityOfPilot(point));

            // A name does not depend on the warm-up, only the fingerprint inside the file does.
            for (var r = 0; r < scenario.MaxReplications; r++) runs.CopyTo(joined, scenario.IdentityOf(point, r, SimDuration.Zero));
        }
    }

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
