using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

public sealed class DivergenceTests
{
    [Test]
    public void Equal_runs_never_part_whichever_event_set_they_use()
    {
        var first = World(PendingEventSetKind.Calendar);
        var second = World(PendingEventSetKind.Heap);

        Assert.That(Divergence.FindFirst(first, second, SimTime.MaxValue), Is.Null);
        Assert.That(first.EventCount, Is.EqualTo(2_000));
        Assert.That(first.Digest, Is.EqualTo(second.Digest));
    }

    [Test]
    public void The_first_event_that_differs_is_named_on_both_sides()
    {
        var first = World();
        var second = World(odd: 700);

        var parted = Divergence.FindFirst(first, second, SimTime.MaxValue);

        Assert.That(parted, Is.Not.Null);
        Assert.That(parted!.InFirst, Is.EqualTo(new DivergingEvent(first.Now, "left", "Tick", 700)));
        Assert.That(parted.InSecond, Is.EqualTo(new DivergingEvent(first.Now, "left", "Tick", -700)));
        Assert.That(parted.Position, Is.EqualTo(first.EventCount).And.GreaterThanOrEqualTo(301));
        Assert.That(parted.ToString(), Is.EqualTo(
            $"the runs part at event {parted.Position}: left Tick 700 at {first.Now} in the first, left Tick -700 at {first.Now} in the second"));
    }

    [Test]
    public void A_run_that_ends_earlier_parts_with_no_event()
    {
        var shorter = World(ticks: 10);
        var longer = World(ticks: 10);
        var late = SimTime.FromPicoseconds(1_000_000_000_000);
        longer.Schedule(late, receiver: 0, code: 3, subject: 5);

        var parted = Divergence.FindFirst(shorter, longer, SimTime.MaxValue);

        Assert.That(parted, Is.EqualTo(new Divergence(21, null, new DivergingEvent(late, "left", "Tick", 5))));
        Assert.That(parted!.ToString(), Is.EqualTo("the runs part at event 21: no event in the first, left Tick 5 at 1s in the second"));
    }

    [Test]
    public void Differences_after_the_end_do_not_count()
    {
        var parted = Divergence.FindFirst(World(), World(odd: 700), SimTime.FromPicoseconds(5_000));

        Assert.That(parted, Is.Null);
    }

    [Test]
    public void Runs_that_do_not_stand_at_the_same_event_are_refused()
    {
        var ahead = World();
        ahead.Step(SimTime.MaxValue, out _);

        Assert.That(() => Divergence.FindFirst(ahead, World(), SimTime.MaxValue), Throws.ArgumentException);
    }

    private static Simulation World(PendingEventSetKind kind = PendingEventSetKind.Calendar, int ticks = 1_000, int? odd = null)
    {
        var simulation = new Simulation(PendingEventSets.Create(kind), seed: 3);
        _ = new Clockwork(simulation, "left", ticks) { Odd = odd };
        _ = new Clockwork(simulation, "right", ticks);
        return simulation;
    }
}
