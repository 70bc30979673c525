using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Engine;

[TestFixture(PendingEventSetKind.Calendar)]
[TestFixture(PendingEventSetKind.Heap)]
public sealed class PendingEventSetTests(PendingEventSetKind kind)
{
    private ulong _nextSequence;

    [Test]
    public void An_empty_set_gives_nothing()
    {
        var set = PendingEventSets.Create(kind);

        Assert.That(set.TryTake(SimTime.MaxValue, out _), Is.False);
        Assert.That(set.Count, Is.Zero);
    }

    [Test]
    public void Events_come_in_order_of_time_with_all_their_fields()
    {
        var set = PendingEventSets.Create(kind);
        foreach (var at in new long[] { 30, 10, 20 }) set.Add(new SimEvent(SimTime.FromPicoseconds(at), (ulong)at, (int)at + 1, 7, -(int)at));

        foreach (var at in new long[] { 10, 20, 30 })
        {
            Assert.That(set.TryTake(SimTime.MaxValue, out var taken), Is.True);
            Assert.That(taken, Is.EqualTo(new SimEvent(SimTime.FromPicoseconds(at), (ulong)at, (int)at + 1, 7, -(int)at)));
        }
    }

    [TestCase(2)]
    [TestCase(20)]
    [TestCase(5_000)]
    [TestCase(100_000)]
    public void Events_of_one_instant_come_first_in_first_out(int count)
    {
        var set = PendingEventSets.Create(kind);
        for (var index = 0; index < count; index++) Add(set, 1_000_000, index);

        Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(0, count)));
    }

    [Test]
    public void Events_for_now_added_while_taking_come_after_those_that_were_there()
    {
        var set = PendingEventSets.Create(kind);
        for (var index = 0; index < 1_000; index++) Add(set, 500, index);
        Add(set, 501, 5_000);
        for (var index = 0; index < 1_000; index++)
        {
            Assert.That(set.TryTake(SimTime.MaxValue, out var taken), Is.True);
            Add(set, 500, taken.Subject + 1_000);
        }

        Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(1_000, 1_000).Append(5_000)));
    }

    [Test]
    public void Nothing_is_taken_beyond_the_bound_and_the_bound_itself_belongs_to_it()
    {
        var set = PendingEventSets.Create(kind);
        for (var at = 0; at < 100; at++) Add(set, 1_000 * at, at);

        Assert.That(TakeSubjects(set, until: 49_999), Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(set.TryTake(SimTime.FromPicoseconds(49_999), out _), Is.False);
        Assert.That(set.Count, Is.EqualTo(50));
        Assert.That(TakeSubjects(set, until: 50_000), Is.EqualTo(new[] { 50 }));
        Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(51, 49)));
    }

    [Test]
    public void After_a_refusal_an_earlier_event_may_still_be_added_and_comes_first()
    {
        var set = PendingEventSets.Create(kind);
        for (var index = 0; index < 50; index++) Add(set, 60_000_000_000_000 + index, index);
        Assert.That(set.TryTake(SimTime.FromPicoseconds(60_000_000_000_000 - 1), out _), Is.False);

        for (var index = 0; index < 50; index++) Add(set, 1_000 + index, 100 + index);

        Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(100, 50).Concat(Enumerable.Range(0, 50))));
    }

    [Test]
    public void Timers_a_minute_ahead_stay_in_order_among_events_nanoseconds_apart()
    {
        var set = PendingEventSets.Create(kind);
        var now = 0L;
        for (var index = 0; index < 10_000; index++)
        {
            Add(set, now + 1_000, index);
            Add(set, now + 60_000_000_000_000, 1_000_000 + index);
            Assert.That(set.TryTake(SimTime.MaxValue, out var taken), Is.True);
            Assert.That(taken.Subject, Is.EqualTo(index));
            now = taken.At.Picoseconds;
        }

        Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(1_000_000, 10_000)));
    }

    [Test]
    public void A_set_that_grew_to_many_events_and_shrank_to_few_grows_again()
    {
        var set = PendingEventSets.Create(kind);
        var start = 0L;
        foreach (var count in new[] { 3, 50_000, 2, 300, 1, 20_000, 10 })
        {
            // 7919 is coprime to every count here, so each instant from 0 to count - 1 occurs once.
            for (var index = 0L; index < count; index++) Add(set, start + (index * 7919 % count * 100), (int)(index * 7919 % count));
            Assert.That(set.Count, Is.EqualTo(count));
            Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(0, count)));
            start += count * 100L;
        }
    }

    [Test]
    public void Events_at_the_end_of_representable_time_are_held_and_given_last()
    {
        var set = PendingEventSets.Create(kind);
        for (var index = 0; index < 100; index++) Add(set, long.MaxValue, 100 + index);
        for (var index = 0; index < 100; index++) Add(set, index, index);

        Assert.That(TakeSubjects(set), Is.EqualTo(Enumerable.Range(0, 200)));
    }

    [TestCase(10)]
    [TestCase(1_000)]
    [TestCase(30_000)]
    public void In_the_steady_state_nothing_is_allocated(int population)
    {
        var set = PendingEventSets.Create(kind);
        var random = new RandomStream(1, "increments");
        for (var index = 0; index < population; index++) Add(set, random.NextBelow(1_000_000), index);
        Hold(set, random, 40 * population);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Hold(set, random, 10 * population);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, "bytes");
    }

    private void Hold(PendingEventSet set, RandomStream random, int times)
    {
        for (var count = 0; count < times; count++)
        {
            set.TryTake(SimTime.MaxValue, out var taken);
            Add(set, taken.At.Picoseconds + random.NextBelow(1_000_000), taken.Subject);
        }
    }

    private void Add(PendingEventSet set, long picoseconds, int subject) =>
        set.Add(new SimEvent(SimTime.FromPicoseconds(picoseconds), _nextSequence++, 0, 0, subject));

    private static List<int> TakeSubjects(PendingEventSet set, long until = long.MaxValue)
    {
        var subjects = new List<int>();
        while (set.TryTake(SimTime.FromPicoseconds(until), out var taken)) subjects.Add(taken.Subject);
        return subjects;
    }
}
