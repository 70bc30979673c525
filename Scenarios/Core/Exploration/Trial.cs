using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Scenarios.Exploration;

/// <summary>One run of a world in one order of simultaneous events, with every invariant checked between events.</summary>
public static class Trial
{
    /// <summary>How long the last requests may take, without new ones. Source: assumed; a thousand times what sysmon needs to come by.</summary>
    private static readonly SimDuration s_longestDrain = SimDuration.FromSeconds(10);

    /// <summary>Events of a drain after which it is left undecided, in multiples of the trial's: a busy world has much to finish.</summary>
    private const int DrainEvents = 10;

    /// <summary>Runs the first events of a world.</summary>
    /// <param name="setup">The scenario point.</param>
    /// <param name="plan">Seed, length, variant.</param>
    /// <param name="order">Who chooses among simultaneous events.</param>
    public static TrialOutcome Run(PointSetup setup, TrialPlan plan, TieBreaker order)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(plan);
        var set = new ExploringEventSet(new QuaternaryHeap(), order);
        var world = World.Build(plan.IsFree ? Free(setup) : setup, plan.Seed, set, new() { SettlesAlways = plan.IsFree, Fault = plan.Fault, WatchesTraffic = true });
        var failure = Follow(world, plan.Events);
        return new(failure, world.Simulation.EventCount, set.Choices, set.Points);
    }

    /// <summary>Runs a trial again in its recorded order.</summary>
    public static TrialOutcome Run(PointSetup setup, TrialPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Run(setup, plan, new ChosenOrder(plan.Choices));
    }

    private static string? Follow(World world, int events)
    {
        world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Recorder.BeginWindow(SimTime.Zero);
        try
        {
            while (world.Simulation.EventCount < events && world.Simulation.Step(SimTime.MaxValue, out _))
            {
            }

            if (Unanswered(world, events) is { } unanswered) return unanswered;
        }
        catch (UnrunnableException)
        {
            return null; // the scenario asks for what cannot be: no fault of the scheduler
        }
#pragma warning disable CA1031 // Whatever a model throws is what the search is looking for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error is InvariantViolationException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        }

        return Unattributed(world);
    }

    /// <summary>When no request begins any more, all that have begun are answered: none is lost, none forgotten in a queue.</summary>
    private static string? Unanswered(World world, int events)
    {
        var traffic = world.Traffic!;
        traffic.Stop();
        var start = world.Simulation.Now;
        var limit = world.Simulation.EventCount + ((long)events * DrainEvents);
        while (traffic.Unanswered > 0)
        {
            if (!world.Simulation.Step(start + s_longestDrain, out _)) return $"{traffic.Unanswered} requests have no answer; {s_longestDrain} after the last one began";
            if (world.Simulation.EventCount >= limit) return null;
        }

        return null;
    }

    /// <summary>The parts of the latencies add up to the latencies, and none is negative.</summary>
    private static string? Unattributed(World world)
    {
        Int128 attributed = 0;
        foreach (var component in Enum.GetValues<LatencyComponent>())
        {
            var share = world.Recorder.Attribution(component);
            if (share < 0) return $"the latencies have a negative share of {component}: {share} ps";
            attributed += share;
        }

        var whole = world.Recorder.Latency.SumPicoseconds;
        return attributed == whole ? null : $"the parts of the latencies sum to {attributed} ps, the latencies to {whole} ps";
    }

    private static PointSetup Free(PointSetup setup)
    {
        var costs = setup.Machine.Costs.ToDictionary(cost => cost.Key, cost => cost.Value with { Value = SimDuration.Zero }, StringComparer.Ordinal);
        return setup with { Machine = setup.Machine with { Costs = costs } };
    }
}
