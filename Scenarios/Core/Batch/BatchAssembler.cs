using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Claims;

namespace GmpSim.Scenarios.Batch;

/// <summary>Turns stored runs into the results of a batch.</summary>
/// <remarks>
/// Reads every record back from its file, also when it has just been written: so an undisturbed batch, a resumed one
/// and one merged from shards go through the same code, and cannot differ in a byte.
/// </remarks>
public sealed class BatchAssembler
{
    private readonly BatchOutline _outline;
    private readonly IRunSource _store;
    private readonly List<string> _missing = [];

    private BatchAssembler(BatchOutline outline, IRunSource store) => (_outline, _store) = (outline, store);

    /// <summary>Assembles the results.</summary>
    /// <param name="outline">The batch.</param>
    /// <param name="store">Where its runs are.</param>
    /// <param name="missing">The files that are needed and not there; the results are complete when it is empty.</param>
    public static BatchResult Assemble(BatchOutline outline, IRunSource store, out IReadOnlyList<string> missing)
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentNullException.ThrowIfNull(store);
        var assembler = new BatchAssembler(outline, store);
        var scenarios = outline.Scenarios.Select(assembler.ResultOf).ToList();
        missing = assembler._missing;
        return new(outline.Title, scenarios, outline.Manifest);
    }

    /// <summary>Removes the stored replications that a precision rule turned out not to need.</summary>
    public static void DiscardSurplus(BatchOutline outline, BatchResult batch, RunStore store)
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(store);
        foreach (var (scenario, result) in outline.Scenarios.Zip(batch.Scenarios).Where(pair => pair.First.Precision is not null))
        {
            for (var p = 0; p < scenario.Points.Count; p++)
            {
                for (var r = result.Points[p].Runs.Count; r < scenario.MaxReplications; r++) store.Remove(scenario.IdentityOf(p, r, SimDuration.Zero));
            }
        }
    }

    private ScenarioResult ResultOf(ScenarioOutline scenario)
    {
        var assumptions = new List<Assumption>();
        var warmups = WarmupsOf(scenario, assumptions);
        var points = RunsOf(scenario, warmups, assumptions);
        if (SameRuns.NoteOn(points) is { } note) assumptions.Add(note);
        if (BeyondCapacity.NoteOn(points, warmups) is { } load) assumptions.Add(load);
        return new()
        {
            Name = scenario.Name,
            About = scenario.About,
            Source = scenario.Source,
            Plots = scenario.Plots,
            Points = points,
            Verdicts = [.. scenario.Expect.Select(claim => ClaimEvaluator.Evaluate(scenario.Name, claim, ClaimReader.Of(claim.Expression), points))],
            Assumptions = assumptions,
        };
    }

    private SimDuration[] WarmupsOf(ScenarioOutline scenario, List<Assumption> assumptions)
    {
        var pilots = new PilotOutcome?[scenario.Points.Count];
        for (var p = 0; p < pilots.Length; p++)
        {
            if (scenario.Points[p].Warmup is not null) continue;
            var identity = scenario.IdentityOfPilot(p);
            pilots[p] = _store.FindPilot(identity);
            if (pilots[p] is null) _missing.Add(identity.FileName);
            if (pilots[p] is { Reliable: false })
                assumptions.Add(new("warm-up", $"Point '{scenario.Points[p].Label}' had not settled in the first half of its pilot run; half of the duration is taken as warm-up. Make run.duration longer, or give run.warmup."));
        }

        var warmups = WarmupRule.Share(scenario, pilots);
        if (pilots.FirstOrDefault(pilot => pilot is not null) is not null)
            assumptions.Add(new("warm-up", $"MSER-5 on one pilot run a point found a warm-up of {warmups[Array.FindIndex(pilots, pilot => pilot is not null)]}, the longest of all points; it is deleted from every run."));
        return warmups;
    }

    private List<PointResult> RunsOf(ScenarioOutline scenario, SimDuration[] warmups, List<Assumption> assumptions)
    {
        var runs = scenario.Points.Select(_ => new List<RunRecord>()).ToArray();
        var metric = StoppingRule.MetricOf(scenario);
        for (var count = 1; count <= scenario.MaxReplications; count++)
        {
            for (var p = 0; p < runs.Length; p++) Load(scenario, p, count - 1, warmups[p], runs[p]);
            if (_missing.Count > 0) break;
            if (!StoppingRule.IsEnough(scenario, count, (p, r) => metric is null ? null : runs[p][r][metric])) continue;
            if (scenario.Precision is { } asked) assumptions.Add(ReplicationNote(scenario, asked.MetricName, count));
            break;
        }

        return [.. runs.Select((records, p) => new PointResult(scenario.Points[p].Coordinates, records))];
    }

    private void Load(ScenarioOutline scenario, int point, int replication, SimDuration warmup, List<RunRecord> runs)
    {
        var identity = scenario.IdentityOf(point, replication, warmup);
        if (_store.FindRun(identity) is { } record) runs.Add(record);
        else _missing.Add(identity.FileName);
    }

    private static Assumption ReplicationNote(ScenarioOutline scenario, string metric, int count)
    {
        var asked = $"{metric} within {Figures.Text(scenario.Precision!.RelativeHalfWidth * 100)} % at {Figures.Text(scenario.Precision.Confidence * 100)} %";
        return new("replications", count < scenario.MaxReplications
            ? $"{count} replications were enough for {asked} at every point."
            : $"All {count} replications that the scenario allows were run for {asked}; see the intervals for what was reached.");
    }
}
