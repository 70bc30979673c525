using GmpSim.GoRuntime;

namespace GmpSim.Tests.Unit.GoRuntime;

/// <summary>Local ring, runnext and global queue, by Go's constants (3.1).</summary>
public sealed class Section03RunQueueTests
{
    [Test]
    public void A_full_ring_moves_its_older_half_and_the_new_goroutine_to_the_global_queue_129_in_order()
    {
        var go = new GoStage(ps: 1);
        long[] global = [];
        var ring = 0;
        go.Run(async (m, _) =>
        {
            // With runnext in front, the 258th go statement is the first to find the ring full.
            for (var i = 1; i <= 257; i++) go.Spawn(m, go.Busy("", 0));
            Assert.That(m.P!.RingLength, Is.EqualTo(256), "ring before");
            Assert.That(go.GlobalQueue(), Is.Empty);

            go.Spawn(m, go.Busy("", 0));
            global = [.. go.GlobalQueue()];
            ring = m.P.RingLength;
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        // Main is goroutine 1, the i-th spawned is i + 1. The 257th was in runnext and is evicted by the 258th.
        Assert.That(global, Is.EqualTo(Enumerable.Range(2, 128).Select(id => (long)id).Append(258)));
        Assert.That(ring, Is.EqualTo(128), "ring after");
        Assert.That(go.Process.Counters.Live.Level, Is.Zero, "all have run and ended");
    }

    [Test]
    public void Without_runnext_they_run_in_the_order_of_their_creation()
    {
        var go = new GoStage(ps: 1, options => options with { Runnext = false });
        go.Run(async (m, _) =>
        {
            foreach (var name in new[] { "B", "C", "D" }) go.Spawn(m, go.Ticking(name));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        Assert.That(go.Log, Is.EqualTo(new[] { "0us B tick 2", "0us C tick 3", "0us D tick 4" }));
    }

    [TestCase(true, 61)]
    [TestCase(false, 100)]
    public void Every_61st_tick_the_global_queue_comes_first(bool fairnessTick, int localsBefore)
    {
        var go = new GoStage(ps: 1, options => options with { FairnessTick = fairnessTick });
        go.Run(async (m, _) =>
        {
            for (var i = 0; i < 100; i++) go.Spawn(m, go.Busy("local", 0));
            go.Submit(go.Busy("global", 0));
            await m.Thread.Settle();
            return RunOutcome.Exited;
        });

        // One in runnext within main's slice (tick 1), then 60 of the ring until the tick stands at 61.
        Assert.That(go.Log.IndexOf("0us global on P0"), Is.EqualTo(localsBefore));
    }

    [TestCase(4, 10, 3)]
    [TestCase(8, 3, 1)]
    [TestCase(1, 5, 5)]
    [TestCase(1, 300, 128)]
    [TestCase(2, 300, 128)]
    [TestCase(3, 300, 101)]
    public void A_P_takes_its_share_of_the_global_queue_and_one_but_never_more_than_128(int ps, int queued, int taken)
    {
        var go = new GoStage(ps);
        for (var i = 0; i < queued; i++) go.Process.Sched.GlobalPut(NewGoroutine(i));
        var p = go.Process.AllP[0];

        var first = go.Process.Queues.GetGlobalBatch(p);

        Assert.That(first!.Id, Is.Zero, "the oldest runs");
        Assert.That(p.RingLength, Is.EqualTo(taken - 1), "the others of the batch");
        Assert.That(go.Process.Sched.GlobalLength, Is.EqualTo(queued - taken));
    }

    [TestCase(1, 1)]
    [TestCase(2, 1)]
    [TestCase(5, 3)]
    [TestCase(256, 128)]
    public void A_thief_takes_the_older_half_rounded_up_and_runs_the_newest_of_it(int queued, int taken)
    {
        var go = new GoStage(ps: 2);
        var (thief, victim) = (go.Process.AllP[0], go.Process.AllP[1]);
        for (var i = 0; i < queued; i++) RunQueues.PutTail(victim, NewGoroutine(i));

        var runs = RunQueues.StealHalf(thief, victim);

        Assert.That(runs!.Id, Is.EqualTo(taken - 1));
        Assert.That(Drain(thief), Is.EqualTo(Enumerable.Range(0, taken - 1)));
        Assert.That(Drain(victim), Is.EqualTo(Enumerable.Range(taken, queued - taken)));
    }

    [Test]
    public void Nothing_is_stolen_from_an_empty_ring()
    {
        var go = new GoStage(ps: 2);

        Assert.That(RunQueues.StealHalf(go.Process.AllP[0], go.Process.AllP[1]), Is.Null);
    }

    private static Goroutine NewGoroutine(int id)
    {
        var g = new Goroutine();
        g.Begin(id, null!);
        return g;
    }

    private static List<long> Drain(Processor p)
    {
        var ids = new List<long>();
        while (RunQueues.Take(p, out _) is { } g) ids.Add(g.Id);
        return ids;
    }
}
