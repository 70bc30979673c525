using GmpSim.Engine;
using GmpSim.Load;

namespace GmpSim.Tests.Unit.Load;

/// <summary>What instructions do to the requests of a load generator; times in microseconds, worked out by hand.</summary>
public sealed class ScriptedLaneTests
{
    private readonly Simulation _simulation = new(new QuaternaryHeap(), seed: 7);

    [Test]
    public void Arrivals_stand_still_in_a_pause_and_go_on_where_they_were()
    {
        // Every 10 µs; a pause from 25 to 65 leaves 5 µs of the third gap to go.
        var arrivals = Every(10, Free(0), Paused(25), Free(65));

        Assert.That(Times(arrivals, 5), Is.EqualTo(new[] { 10, 20, 70, 80, 90 }));
    }

    [Test]
    public void An_arrival_at_the_very_moment_of_a_pause_comes_when_it_ends() =>
        Assert.That(Times(Every(10, Free(0), Paused(20), Free(50)), 3), Is.EqualTo(new[] { 10, 50, 60 }));

    [Test]
    public void A_limit_below_the_rate_spreads_arrivals_and_one_above_it_changes_nothing()
    {
        // From 25 to 105 a gap of 10 takes 40: half of the third is left, which takes 20; from 85 to 105 half of the fifth goes by.
        Assert.That(Times(Every(10, Free(0), Limited(25, gap: 40), Free(105)), 6), Is.EqualTo(new[] { 10, 20, 45, 85, 110, 120 }));
        Assert.That(Times(Every(10, Free(0), Limited(25, gap: 5)), 4), Is.EqualTo(new[] { 10, 20, 30, 40 }));
    }

    [Test]
    public void After_a_pause_for_good_nothing_arrives()
    {
        var arrivals = Every(10, Free(0), Paused(15));

        Assert.That(Times(arrivals, 1), Is.EqualTo(new[] { 10 }));
        Assert.That(arrivals.Next().At, Is.EqualTo(SimTime.MaxValue));
    }

    [Test]
    public void Poisson_arrivals_under_a_limit_are_poisson_arrivals_at_that_rate()
    {
        var limited = new ScriptedArrivals(Poisson(10), Us(10), [Free(0), Limited(0, gap: 40)]);
        var slow = Poisson(40);

        for (var i = 0; i < 1000; i++) Assert.That(limited.Next().At.Picoseconds, Is.EqualTo(slow.Next().At.Picoseconds).Within(4L * (i + 1)), "the same draws, each rounded to a picosecond at its own scale");
    }

    [Test]
    public void In_a_pause_of_a_closed_loop_responses_come_and_no_request_goes()
    {
        var lane = Closed(2, think: null, Free(0), Paused(100), Free(200));
        Assert.That(Due(lane, 0), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(lane.Freed(_connections[0], At(50)), Is.True, "before the pause");

        Assert.That(lane.Freed(_connections[0], At(120)), Is.False);
        Assert.That(lane.Freed(_connections[1], At(130)), Is.False);
        Assert.That(lane.NextDue, Is.EqualTo(At(200)));
        Assert.That(Due(lane, 199), Is.Empty);
        Assert.That(Due(lane, 203), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(_connections.Select(connection => connection.Request.Clock.Start), Is.All.EqualTo(At(200)), "meant for the end of the pause; that the generator is 3 µs late is latency");
    }

    [Test]
    public void Think_time_goes_on_in_a_pause()
    {
        var lane = Closed(1, new ConstantDistribution(Us(30)), Free(0), Paused(100), Free(200));
        Due(lane, 30);
        lane.Freed(_connections[0], At(60));
        Due(lane, 90);
        lane.Freed(_connections[0], At(110));
        Assert.That(lane.NextDue, Is.EqualTo(At(200)), "ready at 140");
        Due(lane, 200);
        lane.Freed(_connections[0], At(205));
        Assert.That(lane.NextDue, Is.EqualTo(At(235)));
    }

    [Test]
    public void A_limit_lets_the_requests_of_a_closed_loop_begin_one_a_gap_first_come_first_served()
    {
        var lane = Closed(3, think: null, Limited(0, gap: 10));

        Assert.That(Due(lane, 1), Is.EqualTo(new[] { 0 }), "the connections exist from 1 on");
        Assert.That(lane.NextDue, Is.EqualTo(At(11)));
        Assert.That(lane.Freed(_connections[0], At(5)), Is.False, "behind the two that wait");
        Assert.That(Due(lane, 32), Is.EqualTo(new[] { 1, 2, 0 }), "a generator that is late catches up");
        Assert.That(_connections.Select(connection => connection.Request.Clock.Start), Is.EqualTo(new[] { At(31), At(11), At(21) }));
    }

    [Test]
    public void Tokens_that_nobody_wants_are_not_saved_up()
    {
        var lane = Closed(2, think: null, Limited(0, gap: 10));
        Due(lane, 0);
        Due(lane, 10);

        Assert.That(lane.Freed(_connections[0], At(95)), Is.True, "the one token of the bucket");
        Assert.That(lane.Freed(_connections[1], At(96)), Is.False);
        Assert.That(lane.NextDue, Is.EqualTo(At(105)));
    }

    [Test]
    public void Lanes_share_a_limit_in_turn()
    {
        // 5 µs for both together: 10 for each, half a gap apart.
        ScriptPhase[] phases = [Limited(100, gap: 10)];
        var first = new ScriptedPace(phases, lane: 0, lanes: 2);
        var second = new ScriptedPace(phases, lane: 1, lanes: 2);

        Assert.That(first.EarliestFrom(At(0)), Is.EqualTo(At(100)));
        Assert.That(second.EarliestFrom(At(0)), Is.EqualTo(At(105)));
    }

    [Test]
    public void A_token_that_would_come_after_the_limit_is_lifted_is_not_waited_for()
    {
        var lane = Closed(2, think: null, Limited(0, gap: 50), Free(20));

        Assert.That(Due(lane, 0), Is.EqualTo(new[] { 0 }));
        Assert.That(lane.NextDue, Is.EqualTo(At(20)));
    }

    private List<ClientConnection> _connections = [];

    private ClosedLane Closed(int connections, Distribution? think, params ScriptPhase[] phases)
    {
        _connections = [.. Enumerable.Range(0, connections).Select(number => new ClientConnection(number, socket: null, responseBytes: 10))];
        return new(_connections, think, requestBytes: 100, _simulation, new ScriptedPace(phases, lane: 0, lanes: 1));
    }

    private ScriptedArrivals Every(long us, params ScriptPhase[] phases) =>
        new(new RenewalArrivals(new ConstantDistribution(Us(us)), SimTime.Zero, requestBytes: 1, _simulation.Stream("even")), Us(us), phases);

    private static RenewalArrivals Poisson(long us) =>
        new(new ExponentialDistribution(Us(us)), SimTime.Zero, requestBytes: 1, new RandomStream(3, "poisson"));

    private static long[] Times(ScriptedArrivals arrivals, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => arrivals.Next().At.SinceStart.Picoseconds / 1_000_000)];

    private static int[] Due(TrafficLane lane, long us)
    {
        var numbers = new List<int>();
        while (lane.TryTakeDue(At(us), out var connection)) numbers.Add(connection!.Number);
        return [.. numbers];
    }

    private static ScriptPhase Free(long us) => new(At(us), SimDuration.Zero);

    private static ScriptPhase Paused(long us) => new(At(us), null);

    private static ScriptPhase Limited(long us, long gap) => new(At(us), Us(gap));

    private static SimDuration Us(long value) => SimDuration.FromMicroseconds(value);

    private static SimTime At(long us) => SimTime.Zero + Us(us);
}
