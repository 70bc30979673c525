using GmpSim.Results;
using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Advice;

/// <summary>A candidate and what its replications have given so far.</summary>
internal sealed class Trial(AdviceCandidate candidate)
{
    internal AdviceCandidate Candidate { get; } = candidate;

    /// <summary>The metric of each replication.</summary>
    internal List<double> Values { get; } = [];

    /// <summary>The same, so that more is better.</summary>
    internal List<double> Worths { get; } = [];

    /// <summary>Why it is out; empty while it is not.</summary>
    internal string Failure { get; set; } = "";

    internal double Mean => Values.Sum() / Values.Count;

    private readonly HashSet<ulong> _digests = [];
    private double _served;
    private double _offered;

    internal void Add(RunRecord? run, AdviceGoal goal, string failure)
    {
        if (run?[goal.Metric] is not { } found)
        {
            Failure = failure.Length > 0 ? failure : $"{goal.Metric.Name} has no value: no request was answered";
            return;
        }

        Values.Add(found);
        _digests.Add(run.Digest);
        Worths.Add(goal.Worth(found));
        _served += run[Metrics.ThroughputRps] ?? 0;
        _offered += run[Metrics.OfferedRps] ?? 0;
    }

    internal AdviceEntry Failed() => new() { Candidate = Candidate, Failure = Failure };

    /// <summary>The entry of the candidate, held against the chosen one.</summary>
    /// <param name="chosen">The chosen one; may be this.</param>
    /// <param name="isSurvivor">Whether it was in the running at the end.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="confidence">Of the interval of its value.</param>
    /// <param name="together">Of the intervals of the comparisons, each, so that all hold together (Bonferroni).</param>
    internal AdviceEntry Against(Trial chosen, bool isSurvivor, AdviceGoal goal, double confidence, double together)
    {
        var value = Student.Mean(Values, confidence);
        var entry = new AdviceEntry
        {
            Candidate = Candidate,
            Value = value,
            IsSurvivor = isSurvivor,
            IsOneRun = Values.Count > 1 && _digests.Count == 1,
            MeetsLimit = MeetsLimit(value, goal),
            ServedShare = _offered > 0 ? _served / _offered : null,
        };
        if (ReferenceEquals(chosen, this)) return entry;
        var pairs = Math.Min(Values.Count, chosen.Values.Count);
        return entry with
        {
            Loss = Pairs.Difference(chosen.Worths[..pairs], Worths[..pairs], together),
            Ratio = Pairs.Ratio(Values[..pairs], chosen.Values[..pairs], together),
        };
    }

    private static bool? MeetsLimit(Estimate value, AdviceGoal goal)
    {
        if (goal.Limit is not { } limit) return null;
        if (value.Interval.High < limit) return true;
        return value.Interval.Low >= limit ? false : null;
    }
}
