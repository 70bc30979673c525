using GmpSim.Calibration.Live.Go;
using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Calibration.Live;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LocalRunQueueTests
{
    private readonly LocalRunQueue _queue = new();
    private readonly LocalRunQueue _thief = new();

    [Test]
    public void The_ring_is_first_in_first_out_and_runnext_goes_before_it()
    {
        foreach (var number in new[] { 1, 2 }) _queue.TryPut(G(number));
        _queue.TryPutNext(G(3), out _);
        _queue.TryPutNext(G(4), out var displaced);

        Assert.That(displaced!.Number, Is.EqualTo(3), "it goes to the tail of the ring");
        Assert.That(Drained(_queue), Is.EqualTo(new[] { 4, 1, 2, 3 }));
        Assert.That(_queue.Get(), Is.Null);
    }

    [Test]
    public void A_full_ring_gives_its_older_half_away_in_order()
    {
        for (var number = 0; number < LocalRunQueue.Capacity; number++) Assert.That(_queue.TryPut(G(number)), Is.True);
        Assert.That(_queue.TryPut(G(999)), Is.False);

        var half = new GList();
        Assert.That(_queue.TryTakeHalf(ref half), Is.True);

        Assert.That(Drained(ref half), Is.EqualTo(Enumerable.Range(0, 128)));
        Assert.That(Drained(_queue), Is.EqualTo(Enumerable.Range(128, 128)));
    }

    [TestCase(1, 1)]
    [TestCase(2, 1)]
    [TestCase(5, 3)]
    [TestCase(256, 128)]
    public void A_thief_takes_the_older_half_rounded_up_and_runs_the_last_of_it(int queued, int stolen)
    {
        for (var number = 0; number < queued; number++) _queue.TryPut(G(number));

        var run = _queue.StealInto(_thief, pause: null)!;

        Assert.That(run.Number, Is.EqualTo(stolen - 1));
        Assert.That(Drained(_thief), Is.EqualTo(Enumerable.Range(0, stolen - 1)));
        Assert.That(_queue.Count, Is.EqualTo(queued - stolen));
    }

    [Test]
    public void Runnext_is_stolen_only_by_a_thief_that_pauses_first_and_only_if_its_owner_has_not_run_it_meanwhile()
    {
        _queue.TryPutNext(G(7), out _);

        Assert.That(_queue.StealInto(_thief, pause: null), Is.Null);
        Assert.That(_queue.StealInto(_thief, pause: () => _queue.Get()), Is.Null, "the owner was faster");
        _queue.TryPutNext(G(8), out _);
        Assert.That(_queue.StealInto(_thief, pause: () => { })!.Number, Is.EqualTo(8));
    }

    [Test]
    public void Nothing_is_lost_or_run_twice_while_owner_and_thief_are_at_it_together()
    {
        const int Count = 20_000;
        var seen = new int[Count];
        var isDone = false;
        var thief = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                if (_queue.StealInto(_thief, pause: null) is { } stolen) Interlocked.Increment(ref seen[stolen.Number]);
                while (_thief.Get() is { } mine) Interlocked.Increment(ref seen[mine.Number]);
            }
        });
        thief.Start();
        for (var number = 0; number < Count;)
        {
            if (_queue.TryPut(G(number))) number++;
            if (number % 3 == 0 && _queue.Get() is { } own) Interlocked.Increment(ref seen[own.Number]);
        }

        while (_queue.Get() is { } rest) Interlocked.Increment(ref seen[rest.Number]);
        Volatile.Write(ref isDone, true);
        thief.Join();

        Assert.That(seen, Has.All.EqualTo(1));
    }

    [Test]
    public void An_event_makes_a_parked_goroutine_runnable_once_and_is_remembered_for_one_that_is_not_parked()
    {
        var goroutine = G(1);

        Assert.That(goroutine.EventCame(), Is.False);
        Assert.That(goroutine.TryMove(PollState.Nil, PollState.Parked), Is.False, "the event came before: it must not park");
        goroutine.ResetPoll();
        Assert.That(goroutine.TryMove(PollState.Nil, PollState.Parked), Is.True);
        Assert.That(goroutine.EventCame(), Is.True);
        Assert.That(goroutine.EventCame(), Is.False);
    }

    private static LiveG G(int number) => new(number, new(0, new(), new(), 1), new RandomStream(1, "test"));

    private static List<int> Drained(LocalRunQueue queue)
    {
        var numbers = new List<int>();
        while (queue.Get() is { } goroutine) numbers.Add(goroutine.Number);
        return numbers;
    }

    private static List<int> Drained(ref GList list)
    {
        var numbers = new List<int>();
        while (list.Pop() is { } goroutine) numbers.Add(goroutine.Number);
        return numbers;
    }
}
