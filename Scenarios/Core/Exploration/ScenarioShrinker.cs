using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Makes a failure small: first its scenario, then its departures from the usual order, then its length.</summary>
/// <param name="budget">Most simpler scenarios to look at, at least 0.</param>
public sealed class ScenarioShrinker(int budget = 400)
{
    /// <summary>Trials for one simpler scenario: in another scenario another order fails.</summary>
    private const int TrialsEach = 24;

    /// <summary>A simpler scenario may fail later than the first one did.</summary>
    private const int LeastEvents = 300;

    /// <summary>Shrinks.</summary>
    /// <param name="path">Name of the scenario file: paths in it are relative to its folder.</param>
    /// <param name="text">Its content.</param>
    /// <param name="options">What the command line changes; the result needs the same.</param>
    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="point">Coordinates of the point.</param>
    /// <param name="failure">The failure in it.</param>
    public SmallFailure Shrink(string path, string text, ReadOptions options, string scenario, IReadOnlyList<Coordinate> point, FailedTrial failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var current = ScenarioDocument.Of(path, text, options, scenario, point);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = budget;
        for (var smaller = true; smaller && left > 0;)
        {
            smaller = false;
            foreach (var simpler in current.Simpler())
            {
                if (!seen.Add(simpler.Text) || simpler.Setup() is not { } setup) continue;
                if (left-- == 0) break;
                if (FindAgain(setup, failure) is not { } found) continue;
                (current, failure, smaller) = (simpler, found, true);
                break;
            }
        }

        var final = current.Setup() ?? throw new InvalidOperationException($"The scenario that failed cannot be read back:\n{current.Text}");
        return new(current.Text, WithFewChoices(final, failure));
    }

    /// <summary>A failure of the same kind in another scenario: in the same order, or in one that a short search finds.</summary>
    private static FailedTrial? FindAgain(PointSetup setup, FailedTrial failure)
    {
        var kind = failure.Outcome.Kind;
        var events = Math.Max(LeastEvents, (int)failure.Outcome.Events);
        var plan = failure.Plan with { Events = events };
        var same = Trial.Run(setup, plan);
        if (same.Kind == kind) return new(plan, same);

        var search = new Explorer { Seed = plan.Seed, Budget = TrialsEach, Events = events, Fault = plan.Fault };
        return search.Search(setup).Failure is { } found && found.Outcome.Kind == kind ? found : null;
    }

    /// <summary>Leaves departures out, many at a time and then fewer (delta debugging: Zeller, Hildebrandt, TSE 2002), and ends with the failure.</summary>
    private static FailedTrial WithFewChoices(PointSetup setup, FailedTrial failure)
    {
        var kind = failure.Outcome.Kind;
        for (var part = failure.Plan.Choices.Count; part > 0;)
        {
            var before = failure.Plan.Choices.Count;
            for (var start = 0; start < failure.Plan.Choices.Count;)
            {
                var plan = failure.Plan with { Choices = Without(failure.Plan.Choices, start, part) };
                var outcome = Trial.Run(setup, plan);
                if (outcome.Kind == kind) failure = new(plan, outcome);
                else start += part;
            }

            part = failure.Plan.Choices.Count < before ? Math.Min(part, failure.Plan.Choices.Count) : part / 2;
        }

        // An unanswered request shows only after the last event; what fails earlier needs no more events than these.
        var shorter = failure.Plan with { Events = (int)failure.Outcome.Events };
        var again = Trial.Run(setup, shorter);
        return again.Kind == kind ? new(shorter, again) : failure;
    }

    private static TieChoice[] Without(IReadOnlyList<TieChoice> choices, int start, int count) => [.. choices.Take(start), .. choices.Skip(start + count)];
}
