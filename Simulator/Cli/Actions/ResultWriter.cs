using GmpSim.Cli.Views;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Actions;

/// <summary>The last step of <c>run</c> and <c>merge</c>: results from stored runs, files for the reader, a summary on the terminal.</summary>
internal sealed class ResultWriter(Terminal terminal, IResultPublisher publisher)
{
    // Not how many: the search ends where the first gap makes all that follows meaningless.
    internal static string TextOfMissing(IReadOnlyList<string> missing) =>
        $"runs are missing, the first is {missing[0]}; has every part been given, and had each ended?";

    internal int Write(BatchOutline outline, RunStore store, ResultOptions options)
    {
        var batch = BatchAssembler.Assemble(outline, store, out var missing);
        if (missing.Count > 0)
        {
            terminal.Error.WriteLine($"gmpsim: error: {TextOfMissing(missing)}");
            return ExitCodes.BadInput;
        }

        BatchAssembler.DiscardSurplus(outline, batch, store);
        new SchedTraceFolder(store.Folder).KeepOnly(batch);
        publisher.Retract(store.Folder);
        var remarks = publisher.Publish(batch, store.Folder, options.Plots);
        WarnOfSilence(batch);
        if (!options.Quiet)
        {
            foreach (var remark in remarks) terminal.Error.WriteLine($"note: {remark}");
            SummaryView.Write(terminal, batch, store.Folder);
        }

        var failed = batch.Verdicts.Where(v => v.Outcome != VerdictOutcome.Reproduced).ToList();
        if (!options.Strict || failed.Count == 0) return ExitCodes.Done;
        terminal.Error.WriteLine($"gmpsim: --strict: not reproduced: {string.Join(", ", failed.Select(v => $"{v.Scenario}/{v.Id}"))}");
        return ExitCodes.ClaimFailed;
    }

    /// <summary>Figures of a world in which nothing was answered look like results; they are not.</summary>
    private void WarnOfSilence(BatchResult batch)
    {
        foreach (var scenario in batch.Scenarios)
        {
            foreach (var point in scenario.Points)
            {
                if (point.Runs.Count == 0 || point.Runs.Any(run => run[Metrics.Requests] is not 0)) continue;
                var where = point.Coordinates.Count == 0 ? scenario.Name : $"{scenario.Name} at {PointLabel.Format(point.Coordinates)}";
                terminal.Error.WriteLine($"warning: no request was answered in {where}: {WhatMayBe(point.Runs[0])}");
            }
        }
    }

    /// <summary>Threads created are counted where there is a Go runtime, and only there.</summary>
    private static string WhatMayBe(RunRecord run) => run[Metrics.ThreadsCreated] is not null
        ? "are its goroutines waiting for each other, or do requests take longer than the run?"
        : "are all its threads held by clients that send nothing, or do its clients send nothing within the run, or does handling take longer than the run?";
}
