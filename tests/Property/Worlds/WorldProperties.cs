using FsCheck;
using FsCheck.Fluent;
using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Property.Worlds;

/// <summary>Whatever world is built, the scheduler is never in a state that Go forbids, and no time gets lost.</summary>
public sealed class WorldProperties
{
    /// <summary>Events that a world is followed for: enough for every connection to be served several times.</summary>
    private const int Events = 2_000;

    private static readonly Arbitrary<WorldPlan> Plans =
        Arb.From(ArbMap.Default.GeneratorFor<ulong>().Select(WorldPlan.Draw), plan => plan.Simpler());

    [Test]
    public void Random_worlds_keep_the_invariants_of_the_scheduler() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(21, 23).WithQuietOnSuccess(true),
            Prop.ForAll(Plans, plan => Follow(plan)));

    /// <summary>Runs the first events of a world with the checker attached.</summary>
    private static void Follow(WorldPlan plan)
    {
        var world = Build(plan, new QuaternaryHeap());
        world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Recorder.BeginWindow(SimTime.Zero);
        while (world.Simulation.EventCount < Events && world.Simulation.Step(SimTime.MaxValue, out _))
        {
        }

        Int128 attributed = 0;
        foreach (var component in Enum.GetValues<LatencyComponent>()) attributed += world.Recorder.Attribution(component);
        Assert.That(attributed, Is.EqualTo(world.Recorder.Latency.SumPicoseconds), "parts of the latency and the latency");
        Assert.That(world.Recorder.Latency.Min, Is.GreaterThanOrEqualTo(SimDuration.Zero), "shortest latency");
    }

    private static World Build(WorldPlan plan, PendingEventSet pending)
    {
        var read = ScenarioReader.ReadText("drawn.yaml", plan.ToString());
        if (read.File is null) throw new InvalidOperationException(string.Join('\n', read.Problems));
        var setup = read.File.Scenarios[0].Points[0].Setup;
        return World.Build(setup, setup.Run.Seed, pending);
    }
}
