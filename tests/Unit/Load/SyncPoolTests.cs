using GmpSim.Load;

namespace GmpSim.Tests.Unit.Load;

/// <summary>sync.Pool (sync/pool.go), step by step, and what programs see of it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyncPoolTests
{
    private readonly SyncPool _pool = new();

    [Test]
    public void A_P_gets_first_what_it_keeps_for_itself_and_then_what_it_put_last()
    {
        var (a, b, c) = (New(), New(), New());
        Put(0, a, b, c);

        Assert.That(_pool.Get(0, 2), Is.SameAs(a), "private");
        Assert.That(_pool.Get(0, 2), Is.SameAs(c));
        Assert.That(_pool.Get(0, 2), Is.SameAs(b));
        Assert.That(_pool.Get(0, 2), Is.Null);
    }

    [Test]
    public void Another_P_takes_what_was_put_first_but_never_what_a_P_keeps_for_itself()
    {
        var (a, b, c) = (New(), New(), New());
        Put(0, a, b, c);

        Assert.That(_pool.Get(1, 2), Is.SameAs(b));
        Assert.That(_pool.Get(1, 2), Is.SameAs(c));
        Assert.That(_pool.Get(1, 2), Is.Null);
        Assert.That(_pool.Get(0, 2), Is.SameAs(a));
    }

    [Test]
    public void A_P_beyond_the_array_makes_it_anew_and_the_old_one_is_lost()
    {
        var (a, b) = (New(), New());
        Put(0, a, b);

        Assert.That(_pool.Get(2, 4), Is.Null);
        Assert.That(new[] { _pool.TakeDropped(), _pool.TakeDropped(), _pool.TakeDropped() }, Is.EqualTo(new[] { a, b, null }));
    }

    [Test]
    public void When_Ps_go_the_others_still_find_their_lists_but_not_what_those_kept_for_themselves()
    {
        var (a, b) = (New(), New());
        Put(1, a, b);

        Assert.That(_pool.Get(0, 1), Is.SameAs(b));
        Assert.That(_pool.Get(0, 1), Is.Null);
        Assert.That(_pool.DroppedCount, Is.Zero, "the array stays");
    }

    [Test]
    public void A_collection_leaves_one_more_chance_and_the_next_one_drops()
    {
        var (used, unused) = (New(), New());
        Put(0, used, unused);

        _pool.Cleanup();
        Assert.That(_pool.Get(0, 2), Is.SameAs(used), "from the victims");
        _pool.Put(0, 2, used);
        _pool.Cleanup();

        Assert.That(_pool.TakeDropped(), Is.SameAs(unused));
        Assert.That(_pool.Get(0, 2), Is.SameAs(used));
    }

    [Test]
    public void Victims_that_a_P_has_found_empty_are_not_looked_at_again()
    {
        var kept = New();
        Put(1, kept); // P 1's own
        _pool.Cleanup();

        Assert.That(_pool.Get(0, 2), Is.Null);
        Assert.That(_pool.Get(1, 2), Is.Null, "although it is its own");
    }

    [Test]
    public void Programs_reuse_what_their_P_keeps_and_what_collections_drop_is_closed()
    {
        const string Call = "call: [{ dial: { to: db, rtt: 200us, service: 1ms, pool: { kind: sync-pool } } }, { write: request }, { read: response }, { log: answered }]";

        var stage = ProgramStage.Run(["main: [{ spawn: call }, { sleep: 5400us }, { spawn: call }]", Call], ms: 10);

        Assert.That(stage.Log, Is.EqualTo(new[] { "1400us answered", "6600us answered" }), "the second needs no connect");
        Assert.That(stage.OpenDescriptors, Is.EqualTo(1));
    }

    private void Put(int p, params DialledConnection[] connections)
    {
        foreach (var connection in connections) _pool.Put(p, 2, connection);
    }

    // The pool never looks into what it keeps.
    private static DialledConnection New() => (DialledConnection)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(DialledConnection));
}
