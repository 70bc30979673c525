using GmpSim.Calibration.Golang;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Golang;

/// <summary>What schedtrace said of real runs and of simulated ones, run by run.</summary>
internal sealed class SchedTraceRuns
{
    /// <summary>The model that these figures speak for.</summary>
    internal const string Model = "schedtrace";

    /// <summary>Shortest time between two lines: what sysmon sleeps where it finds nothing to do, so it cannot print more often.</summary>
    internal static readonly SimDuration Period = SimDuration.FromMilliseconds(10);

    private static readonly (string Id, string Figure, Func<SchedTraceMeans, double> Of)[] s_figures =
    [
        ("idle-ps", "mean idleprocs", means => means.IdlePs),
        ("threads", "mean threads", means => means.Threads),
        ("spinning", "mean spinningthreads", means => means.SpinningThreads),
        ("idle-threads", "mean idlethreads", means => means.IdleThreads),
        ("global-queue", "mean runqueue", means => means.GlobalQueue),
        ("local-queues", "mean sum of the Ps' queues", means => means.LocalQueues),
    ];

    private readonly Dictionary<(string Scenario, string Point), Runs> _runs = [];
    private readonly List<(string Scenario, string Point)> _order = [];

    /// <summary>Keeps the means of a real run; the thread that a simulated process lacks is taken off.</summary>
    internal void AddReal(RunRequest request, IReadOnlyList<SchedTraceLine> lines)
    {
        if (SchedTraceMeans.Of(lines) is { } means) RunsOf(request).Real[request.Replication] = means with { Threads = means.Threads - GoRun.InputThreads };
    }

    /// <summary>Keeps the means of a simulated run.</summary>
    internal void AddSimulated(RunRequest request, IReadOnlyList<SchedTraceLine> lines)
    {
        if (SchedTraceMeans.Of(lines) is { } means) RunsOf(request).Simulated[request.Replication] = means;
    }

    /// <summary>The figures of every point that has run both ways, in the order in which points were first met.</summary>
    internal IReadOnlyList<CheckObservation> Observations() => [.. _order.SelectMany(place => ObservationsAt(place.Scenario, place.Point, _runs[place]))];

    private static IEnumerable<CheckObservation> ObservationsAt(string scenario, string point, Runs runs)
    {
        var both = runs.Real.Keys.Where(runs.Simulated.ContainsKey).ToList();
        if (both.Count == 0) yield break;
        foreach (var (id, figure, of) in s_figures)
        {
            yield return new()
            {
                Scenario = scenario,
                Id = id,
                Point = point,
                Model = Model,
                Value = figure,
                Kind = CheckKind.Count,
                Tolerance = CheckTolerance.Of(CheckKind.Count),
                Real = [.. both.Select(replication => of(runs.Real[replication]))],
                Simulated = [.. both.Select(replication => of(runs.Simulated[replication]))],
            };
        }
    }

    private Runs RunsOf(RunRequest request)
    {
        var place = (request.Scenario, PointLabel.Format(request.Point.Coordinates));
        if (_runs.TryGetValue(place, out var known)) return known;
        _order.Add(place);
        return _runs[place] = new();
    }

    private sealed class Runs
    {
        internal SortedDictionary<int, SchedTraceMeans> Real { get; } = [];

        internal SortedDictionary<int, SchedTraceMeans> Simulated { get; } = [];
    }
}
