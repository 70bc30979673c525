using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Load;

/// <summary>When requests start, on which connection, and from when their latency counts.</summary>
public sealed class LaneTests
{
    private readonly Simulation _simulation = new(new QuaternaryHeap(), seed: 7);

    [Test]
    public void A_closed_connection_without_think_time_sends_again_at_once()
    {
        var lane = new ClosedLane(Connections(2), think: null, requestBytes: 100, _simulation);

        Assert.That(Due(lane, 0), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(lane.Freed(_connections[0], At(50)), Is.True);
        Assert.That(_connections[0].Request.Clock.Start, Is.EqualTo(At(50)));
        Assert.That(lane.NextDue, Is.EqualTo(SimTime.MaxValue), "nothing but responses to wait for");
    }

    [Test]
    public void A_closed_connection_thinks_between_a_response_and_the_next_request()
    {
        var lane = new ClosedLane(Connections(1), new ConstantDistribution(Us(30)), requestBytes: 100, _simulation);

        Assert.That(Due(lane, 29), Is.Empty, "it begins with one think time");
        Assert.That(Due(lane, 30), Is.EqualTo(new[] { 0 }));
        Assert.That(lane.Freed(_connections[0], At(50)), Is.False);
        Assert.That(lane.NextDue, Is.EqualTo(At(80)));
    }

    [Test]
    public void An_open_client_that_can_never_be_answered_ends_the_run_with_a_reason()
    {
        var endless = new RenewalArrivals(new ConstantDistribution(Us(1)), SimTime.Zero, requestBytes: 100, _simulation.Stream("endless"));
        var lane = new OpenLane(endless, Connections(1), grow: null);

        Assert.That(() => Due(lane, 2_000_000), Throws.TypeOf<OverloadException>().With.Message.Contains("faster than they are answered"));
    }

    [Test]
    public void An_open_request_counts_from_its_intended_start_even_if_the_client_is_late()
    {
        var lane = new OpenLane(Recorded((10, -1), (20, -1)), Connections(2), grow: null);

        Assert.That(Due(lane, 25), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(_connections[0].Request.Clock.Start, Is.EqualTo(At(10)));
        Assert.That(_connections[1].Request.Clock.Start, Is.EqualTo(At(20)));
    }

    [Test]
    public void An_open_request_that_finds_every_connection_busy_waits_and_its_wait_is_latency()
    {
        var lane = new OpenLane(Recorded((10, -1), (20, -1)), Connections(1), grow: null);
        Assert.That(Due(lane, 25), Is.EqualTo(new[] { 0 }));

        Assert.That(lane.Freed(_connections[0], At(70)), Is.True, "the waiting request starts on the freed connection");

        var clock = _connections[0].Request.Clock;
        Assert.That(clock.Finish(At(75)), Is.EqualTo(Us(55)), "from the intended start at 20");
        Assert.That(clock[LatencyComponent.ConnectionWait], Is.EqualTo(Us(50)));
        Assert.That(clock[LatencyComponent.Client], Is.EqualTo(Us(5)));
    }

    [Test]
    public void Requests_that_wait_for_any_connection_start_in_the_order_of_their_arrival()
    {
        var lane = new OpenLane(Recorded((1, -1), (2, -1), (3, -1)), Connections(1), grow: null);
        Due(lane, 5);

        lane.Freed(_connections[0], At(10));
        Assert.That(_connections[0].Request.Clock.Start, Is.EqualTo(At(2)));
        lane.Freed(_connections[0], At(20));
        Assert.That(_connections[0].Request.Clock.Start, Is.EqualTo(At(3)));
    }

    [Test]
    public void An_open_lane_that_may_grow_never_lets_a_request_wait()
    {
        var lane = new OpenLane(Recorded((1, -1), (2, -1), (3, -1)), [], index => new(index, socket: null, responseBytes: 1));

        Assert.That(Due(lane, 5), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void A_recording_keeps_the_order_of_each_connection()
    {
        var lane = new OpenLane(Recorded((1, 0), (2, 0), (3, 1), (4, 0)), Connections(2), grow: null);

        Assert.That(Due(lane, 10), Is.EqualTo(new[] { 0, 1 }), "the second and fourth wait for connection 0");
        Assert.That(lane.Freed(_connections[1], At(20)), Is.False, "connection 1 has no more");
        Assert.That(lane.Freed(_connections[0], At(30)), Is.True);
        Assert.That(_connections[0].Request.Clock.Start, Is.EqualTo(At(2)));
        Assert.That(lane.Freed(_connections[0], At(40)), Is.True);
        Assert.That(_connections[0].Request.Clock.Start, Is.EqualTo(At(4)));
        Assert.That(lane.Freed(_connections[0], At(50)), Is.False);
    }

    [Test]
    public void A_recording_starts_over_when_it_ends()
    {
        var arrivals = new RecordedArrivals([new(At(0), 0, 10, Us(1)), new(At(4), 1, 20, Us(2))], Us(10), At(100));

        Assert.That(Enumerable.Range(0, 5).Select(_ => arrivals.Next().At), Is.EqualTo(new[] { At(100), At(104), At(110), At(114), At(120) }));
    }

    [Test]
    public void Evenly_spaced_arrivals_are_evenly_spaced_and_bursts_come_together()
    {
        var even = new RenewalArrivals(new ConstantDistribution(Us(10)), SimTime.Zero, 1, _simulation.Stream("even"));
        var bursty = new BurstyArrivals(ratePerSecond: 100_000, burst: 4, SimTime.Zero, 1, _simulation.Stream("bursty"));

        Assert.That(Enumerable.Range(0, 3).Select(_ => even.Next().At), Is.EqualTo(new[] { At(10), At(20), At(30) }));
        var times = Enumerable.Range(0, 40_000).Select(_ => bursty.Next().At).ToArray();
        Assert.That(times.GroupBy(at => at).All(burst => burst.Count() == 4), "bursts of four");
        Assert.That((times[^1] - SimTime.Zero).Seconds, Is.EqualTo(0.4).Within(0.02), "40,000 at 100,000 a second; 2 % is two standard deviations of 10,000 gaps");
    }

    private List<ClientConnection> _connections = [];

    private List<ClientConnection> Connections(int count) =>
        _connections = [.. Enumerable.Range(0, count).Select(number => new ClientConnection(number, socket: null, responseBytes: 10))];

    private static int[] Due(TrafficLane lane, long us)
    {
        var numbers = new List<int>();
        while (lane.TryTakeDue(At(us), out var connection)) numbers.Add(connection!.Number);
        return [.. numbers];
    }

    private static SimDuration Us(long value) => SimDuration.FromMicroseconds(value);

    private static SimTime At(long us) => SimTime.Zero + Us(us);

    private static Script Recorded(params (long Us, int Connection)[] arrivals) => new(arrivals);

    /// <summary>Arrivals that end.</summary>
    private sealed class Script((long Us, int Connection)[] arrivals) : IArrivals
    {
        private int _next;

        public Arrival Next() => _next == arrivals.Length
            ? new(SimTime.MaxValue, -1, 0, SimDuration.Zero)
            : new(At(arrivals[_next].Us), arrivals[_next++].Connection, 10, SimDuration.Zero);
    }
}
