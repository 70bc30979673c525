using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Looks for an order of events in which a world breaks an invariant, within a budget of trials.</summary>
public sealed class Explorer
{
    /// <summary>Most moments of change of a <see cref="PriorityOrder"/>: bugs that need more constraints than this are rare.</summary>
    private const int MostChanges = 3;

    /// <summary>Seed of the first trial; each further world has the next one.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Most trials, at least 1.</summary>
    public int Budget { get; init; } = 200;

    /// <summary>Events of each trial, at least 1.</summary>
    public int Events { get; init; } = 2_000;

    /// <summary>A mistake put into the scheduler.</summary>
    public GoFault Fault { get; init; }

    /// <summary>Delays of one order at most, in a search through all orders; <see langword="null"/> for orders drawn at random.</summary>
    public int? ExhaustiveBound { get; init; }

    /// <summary>Looks at the token before every trial.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Searches.</summary>
    public ExplorationResult Search(PointSetup setup) => ExhaustiveBound is { } bound ? SearchAll(setup, bound) : SearchAtRandom(setup);

    /// <summary>
    /// In turns: the usual order, random orders and priority orders; with the machine's own costs, where worlds differ by their
    /// seeds, and with all costs zero, where they differ by the order.
    /// </summary>
    private ExplorationResult SearchAtRandom(PointSetup setup)
    {
        var events = 0L;
        for (var trial = 0; trial < Budget; trial++)
        {
            Cancel.ThrowIfCancellationRequested();
            var plan = new TrialPlan(Seed + ((ulong)trial / 4), Events, IsFree: trial % 2 == 1, Fault);
            var outcome = Trial.Run(setup, plan, Order(trial));
            events += outcome.Events;
            if (outcome.Failure is not null) return new(trial + 1, events, new(plan with { Choices = outcome.Choices }, outcome), IsComplete: false);
        }

        return new(Budget, events, null, IsComplete: false);
    }

    private ExplorationResult SearchAll(PointSetup setup, int bound)
    {
        var events = 0L;
        var search = new BoundedSearch(bound);
        var plan = new TrialPlan(Seed, Events, IsFree: true, Fault);
        for (var trial = 0; trial < Budget; trial++)
        {
            Cancel.ThrowIfCancellationRequested();
            if (search.Next() is not { } order) return new(trial, events, null, IsComplete: true);
            var outcome = Trial.Run(setup, plan, order);
            events += outcome.Events;
            search.Ran(outcome.Points);
            if (outcome.Failure is not null) return new(trial + 1, events, new(plan with { Choices = outcome.Choices }, outcome), IsComplete: false);
        }

        return new(Budget, events, null, search.Next() is null);
    }

    private TieBreaker Order(int trial)
    {
        var seed = Seed + (ulong)trial;
        return trial switch
        {
            < 2 => new ChosenOrder([]),
            _ when trial / 2 % 2 == 0 => new RandomOrder(seed),
            _ => new PriorityOrder(seed, Events, trial / 4 % (MostChanges + 1)),
        };
    }
}
