using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>What of one scenario is to be run next. Used under the lock of the batch.</summary>
/// <remarks>
/// First the pilots of points with <c>warmup: auto</c>; when all are in, the runs. With a fixed number of replications
/// the order is point by point. With a precision rule it is replication by replication: the rule looks at all points
/// after each replication, and until it has spoken a further replication is speculation. What was run beyond the
/// number decided on is discarded, so the decision depends on the results alone, not on who was faster.
/// </remarks>
internal sealed class ScenarioSchedule
{
    private readonly int _number;
    private readonly ScenarioOutline _outline;
    private readonly bool _judges;
    private readonly List<BatchWork> _pilots;
    private readonly List<BatchWork> _runs;
    private readonly PilotOutcome?[] _pilotOutcomes;
    private readonly double?[,] _values;
    private readonly int[] _doneByReplication;
    private readonly int[] _doneByPoint;
    private readonly int[] _ownedByPoint;
    private int _nextPilot;
    private int _pilotsDone;
    private int _nextRun;
    private int _runsDone;

    internal ScenarioSchedule(int number, ScenarioOutline outline, Shard shard, long firstRunNumber)
    {
        var points = outline.Points.Count;
        var most = outline.MaxReplications;
        _number = number;
        _outline = outline;

        // A shard sees a part of the results only: it runs all that are allowed, and the merge decides.
        _judges = shard.IsWhole && outline.Precision is not null;
        Target = _judges ? outline.Replications : most;
        _pilots = [.. Enumerable.Range(0, points).Where(p => outline.Points[p].Warmup is null).Select(p => new BatchWork(number, p, BatchWork.Pilot))];
        _runs = [.. RunsInOrder(number, points, most, byReplication: _judges).Where(w => shard.Owns(firstRunNumber + ((long)w.Point * most) + w.Replication))];
        _pilotOutcomes = new PilotOutcome?[points];
        _values = new double?[points, most];
        _doneByReplication = new int[most];
        _doneByPoint = new int[points];
        _ownedByPoint = new int[points];
        foreach (var run in _runs) _ownedByPoint[run.Point]++;
        if (_pilots.Count == 0 || _runs.Count == 0) Warmups = WarmupRule.Share(outline, _pilotOutcomes);
        if (_runs.Count == 0) _pilots.Clear();
    }

    /// <summary>How many replications are known to be needed.</summary>
    internal int Target { get; private set; }

    /// <summary>The warm-up of every point; <see langword="null"/> while pilots are out.</summary>
    internal SimDuration[]? Warmups { get; private set; }

    /// <summary>Whether every run that is needed has ended.</summary>
    internal bool IsDone => IsGivenUp || (Warmups is not null && (_judges ? JudgedEnough : _runsDone == _runs.Count));

    /// <summary>Whether a run could not go on, so that the others are not needed either.</summary>
    internal bool IsGivenUp { get; private set; }

    /// <summary>Pieces of work that have ended, those beyond the target not counted.</summary>
    internal int WorkDone => _pilotsDone + Math.Min(_runsDone, RunsExpected);

    /// <summary>Pieces of work, as far as can be told now.</summary>
    internal int WorkExpected => IsGivenUp ? WorkDone : _pilots.Count + RunsExpected;

    private int RunsExpected => _judges ? Target * _outline.Points.Count : _runs.Count;

    private bool JudgedEnough { get; set; }

    internal int DoneOf(int point) => Math.Min(_doneByPoint[point], ExpectedOf(point));

    internal int ExpectedOf(int point) => _judges ? Target : _ownedByPoint[point];

    /// <summary>Hands out the next piece of work, if there is one.</summary>
    /// <param name="speculate">Whether a run may be handed out that may turn out not to be needed.</param>
    /// <param name="work">The work.</param>
    internal bool TryTake(bool speculate, out BatchWork work)
    {
        work = default;
        if (IsGivenUp) return false;
        if (_nextPilot < _pilots.Count)
        {
            work = _pilots[_nextPilot++];
            return true;
        }

        if (Warmups is null || IsDone || _nextRun == _runs.Count) return false;
        if (!speculate && _runs[_nextRun].Replication >= Target) return false;
        work = _runs[_nextRun++];
        return true;
    }

    internal void GiveUp() => IsGivenUp = true;

    internal void PilotEnded(int point, PilotOutcome outcome)
    {
        _pilotOutcomes[point] = outcome;
        if (++_pilotsDone == _pilots.Count) Warmups = WarmupRule.Share(_outline, _pilotOutcomes);
    }

    internal void RunEnded(int point, int replication, double? value)
    {
        _values[point, replication] = value;
        _doneByReplication[replication]++;
        _doneByPoint[point]++;
        _runsDone++;
        if (_judges) Judge();
    }

    // Strictly in order: the rule is asked about n replications only when all n of every point are in.
    private void Judge()
    {
        while (!JudgedEnough && Enumerable.Range(0, Target).All(r => _doneByReplication[r] == _outline.Points.Count))
        {
            if (StoppingRule.IsEnough(_outline, Target, (point, r) => _values[point, r])) JudgedEnough = true;
            else Target++;
        }
    }

    private static IEnumerable<BatchWork> RunsInOrder(int number, int points, int replications, bool byReplication) => byReplication
        ? Enumerable.Range(0, replications).SelectMany(_ => Enumerable.Range(0, points), (r, p) => new BatchWork(number, p, r))
        : Enumerable.Range(0, points).SelectMany(_ => Enumerable.Range(0, replications), (p, r) => new BatchWork(number, p, r));
}
