using GmpSim.Calibration.Live;
using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Calibration.Live;

/// <summary>Short real runs. Only counts that hold on any machine are looked at, however loaded it is; how fast it is does not matter.</summary>
[NonParallelizable]
public sealed class LiveRunTests
{
    private const double SignalsPerSecond = 200;
    private static readonly SimDuration s_warmup = SimDuration.FromMilliseconds(50);
    private static readonly SimDuration s_duration = SimDuration.FromMilliseconds(200);

    [SetUp]
    public void Only_on_Linux()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("real runs need epoll");
    }

    [TestCase(false, TestName = "On_one_instance_an_edge_wakes_one_thread")]
    [TestCase(true, TestName = "On_one_instance_a_one_shot_event_wakes_one_thread")]
    public void An_event_wakes_one(bool oneshot)
    {
        var outcome = Run(Threads(4) with { Oneshot = oneshot, EdgeTriggered = !oneshot });

        // A loaded machine delivers late signals back to back: then two callbacks come before the first harvest.
        Assert.That(outcome.Values[Metrics.WakeupsPerEvent.Index], Is.EqualTo(1).Within(0.15));
        AssertThatAllSignalsAreHandled(outcome);
    }

    [Test]
    public void A_level_on_one_instance_wakes_a_second_thread_at_least()
    {
        var outcome = Run(Threads(4) with { EdgeTriggered = false });

        Assert.That(outcome.Values[Metrics.WakeupsPerEvent.Index], Is.GreaterThan(1.5).And.LessThan(4.2));
    }

    [Test]
    public void An_instance_for_each_wakes_the_whole_herd_and_most_find_nothing()
    {
        var outcome = Run(Threads(4) with { InstanceForEach = true });

        Assert.That(outcome.Values[Metrics.WakeupsPerEvent.Index], Is.EqualTo(4).Within(0.6));
        Assert.That(outcome.Values[Metrics.SpuriousWakeupsPerEvent.Index] + outcome.Values[Metrics.EmptyReadsPerEvent.Index], Is.EqualTo(3).Within(0.7));
    }

    [TestCase(false, 0)]
    [TestCase(true, 3)]
    public void Exclusive_wakes_the_oldest_registration_whichever_thread_began_to_wait_first(bool lastFirst, int waitsFirst)
    {
        var outcome = Run(Threads(4) with { InstanceForEach = true, Exclusive = true, StartsLastFirst = lastFirst });

        Assert.That(outcome.Values[Metrics.WakeupsPerEvent.Index], Is.EqualTo(1).Within(0.15), $"thread {waitsFirst} waits first");
        Assert.That(outcome.Values[Metrics.ThreadShareFirst.Index], Is.GreaterThan(0.8));
    }

    [Test]
    public void Disjoint_descriptors_are_taken_in_turn_each_by_its_own_thread()
    {
        var outcome = Run(Threads(4) with { InstanceForEach = true, SharesDescriptors = false, Descriptors = 4 });

        var shares = outcome.SkewByP.Select(thread => thread.Count).ToList();
        Assert.That(shares.Max() - shares.Min(), Is.LessThanOrEqualTo(4));
        Assert.That(outcome.Values[Metrics.WakeupsPerEvent.Index], Is.EqualTo(1).Within(0.15));
    }

    [TestCase(LiveSourceKind.SocketPair)]
    [TestCase(LiveSourceKind.Listener)]
    public void Every_signal_is_handled_whatever_the_source(LiveSourceKind source)
    {
        var outcome = Run(Threads(2) with { Source = source });

        AssertThatAllSignalsAreHandled(outcome);
        Assert.That(outcome.Values[Metrics.Errors.Index], Is.Zero);
    }

    [Test]
    public void Threads_in_accept_are_woken_in_turn_one_for_each_connection()
    {
        var server = new LiveAcceptServer { Threads = 4, ListenerForEach = false };
        var outcome = Run(server, new() { Kind = LiveClientKind.Open, Connections = 4, RatePerSecond = SignalsPerSecond, Arrivals = LiveArrivals.Uniform, KeepsConnections = false });

        var shares = outcome.SkewByP.Select(thread => thread.Count).ToList();
        Assert.That(shares.Max() - shares.Min(), Is.LessThanOrEqualTo(4), "first in, first out");
        Assert.That(outcome.Values[Metrics.WakeupsPerEvent.Index], Is.EqualTo(1).Within(0.2));
        Assert.That(outcome.Values[Metrics.Errors.Index], Is.Zero);
        AssertThatAllSignalsAreHandled(outcome);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_connection_for_each_request_works_over_listeners_of_a_group_whoever_closes_first(bool clientFirst)
    {
        var server = new LiveAcceptServer { Threads = 2, ListenerForEach = true };
        var outcome = Run(server, new() { Kind = LiveClientKind.Closed, Connections = 2, KeepsConnections = false, ClosesFirst = clientFirst });

        Assert.That(outcome.Values[Metrics.Requests.Index], Is.GreaterThan(20));
        Assert.That(outcome.Values[Metrics.Errors.Index], Is.Zero);
    }

    [TestCase(1, false, false, true, false)]
    [TestCase(2, false, false, true, false)]
    [TestCase(2, true, false, true, false)]
    [TestCase(2, false, true, true, false)]
    [TestCase(2, false, true, false, false)]
    [TestCase(2, false, false, false, true)]
    public void Every_request_of_a_closed_client_is_answered_under_each_netpoller(int ps, bool perP, bool all, bool edge, bool oneshot)
    {
        var server = Echo(ps) with { InstancePerP = perP, AllWait = all, EdgeTriggered = edge, Oneshot = oneshot };
        var outcome = Run(server, new() { Kind = LiveClientKind.Closed, Connections = 8, Threads = 2, RequestBytes = 128, ResponseBytes = 256 });

        Assert.That(outcome.Values[Metrics.Errors.Index], Is.Zero);
        Assert.That(outcome.Values[Metrics.Requests.Index], Is.GreaterThan(20));
        Assert.That(outcome.Latency.Count, Is.EqualTo(outcome.Values[Metrics.Requests.Index]!.Value).Within(40 + (0.1 * outcome.Latency.Count)));
        Assert.That(outcome.SkewByP, Has.Count.EqualTo(ps));
        Assert.That(outcome.Values[Metrics.EpollCtlPerS.Index], edge && !oneshot && !perP ? Is.Zero : Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void An_open_client_sends_at_its_rate_and_waits_for_a_free_connection()
    {
        var outcome = Run(Echo(2), new() { Kind = LiveClientKind.Open, Connections = 1, RatePerSecond = 1000, Arrivals = LiveArrivals.Bursty, Burst = 20, RequestBytes = 10, ResponseBytes = 10 });

        Assert.That(outcome.Values[Metrics.Errors.Index], Is.Zero);
        Assert.That(outcome.Latency.Max, Is.GreaterThan(outcome.Latency.Min * 3), "the last of a burst waits for nineteen others");
    }

    [Test]
    public void Cpu_time_of_the_server_holds_the_handlers_and_not_the_clients()
    {
        var server = Echo(1) with { Handler = [new(LiveStepKind.Read), new(LiveStepKind.Cpu, new ConstantDistribution(SimDuration.FromMilliseconds(1))), new(LiveStepKind.Write)] };
        var outcome = Run(server, new() { Kind = LiveClientKind.Closed, Connections = 2 });

        Assert.That(outcome.Values[Metrics.CpuUsPerRequest.Index], Is.GreaterThan(900).And.LessThan(4000));
    }

    [Test]
    public void A_cancelled_run_ends_at_once_and_leaves_no_thread_and_no_descriptor()
    {
        var before = Descriptors();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var scenario = Scenario(Echo(2), new() { Kind = LiveClientKind.Closed, Connections = 8 }) with { Duration = SimDuration.FromSeconds(30) };

        Assert.That(() => LiveRunner.Run(scenario, cancel.Token), Throws.InstanceOf<OperationCanceledException>());

        var names = Directory.GetDirectories("/proc/self/task").Select(task => File.ReadAllText(Path.Combine(task, "comm")).Trim());
        Assert.That(names, Has.None.StartsWith("client/").And.None.EqualTo("sysmon").And.None.EqualTo("m0"));
        Assert.That(Descriptors(), Is.LessThanOrEqualTo(before + 3), "descriptors; the test runner may open a few of its own");
    }

    [Test]
    public void More_than_the_limits_allow_is_refused_before_anything_begins()
    {
        var scenario = Scenario(Echo(1), new() { Kind = LiveClientKind.Closed, Connections = LiveLimits.Descriptors + 1 });

        Assert.That(() => LiveRunner.Run(scenario, default), Throws.InstanceOf<LiveRefusalException>().With.Message.Contains("connections"));
    }

    private static void AssertThatAllSignalsAreHandled(LiveOutcome outcome) =>
        Assert.That(outcome.Values[Metrics.Requests.Index], Is.EqualTo(SignalsPerSecond * outcome.Values[Metrics.SimSeconds.Index]!.Value).Within(6));

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static LiveEpollServer Threads(int count) => new()
    {
        Threads = count,
        InstanceForEach = false,
        SharesDescriptors = true,
        EdgeTriggered = true,
        Oneshot = false,
        Exclusive = false,
        Source = LiveSourceKind.EventFd,
        HandlerTime = ConstantDistribution.Zero,
    };

    [Test]
    public void A_recording_is_sent_at_its_times_on_its_connections_and_the_handler_computes_what_was_recorded()
    {
        // Every 10 ms two requests on connection 1 at once, of which the second waits, and one on connection 0: 300 a second, each of which computes 200 us.
        var server = Echo(2) with { Handler = [new(LiveStepKind.Read), new(LiveStepKind.CpuRecorded), new(LiveStepKind.Write)] };
        var outcome = Run(server, new()
        {
            Kind = LiveClientKind.Replay, Connections = 2, Threads = 2,
            Recording = [new(0, 1, 10, 200_000), new(0, 1, 300, 200_000), new(5_000_000, 0, 1, 200_000)], RecordingLength = SimDuration.FromMilliseconds(10),
        });

        Assert.That(outcome.Values[Metrics.ThroughputRps.Index], Is.EqualTo(300).Within(45));
        Assert.That(outcome.Values[Metrics.CpuUsPerRequest.Index], Is.GreaterThan(150), "the loop is calibrated to the fastest that it has been");
        Assert.That(outcome.Values[Metrics.LatencyMaxUs.Index], Is.GreaterThan(350), "one request of each round waits for the one before it on its connection");
        Assert.That(outcome.Values[Metrics.Errors.Index], Is.Zero);
    }

    private static LiveGoServer Echo(int ps) => new() { Gomaxprocs = ps, Handler = [new(LiveStepKind.Read), new(LiveStepKind.Write)] };

    private static LiveScenario Scenario(LiveServer server, LiveClient client) => new() { Server = server, Clients = [client], Warmup = s_warmup, Duration = s_duration, Seed = 1 };

    private static LiveOutcome Run(LiveServer server) => Run(server, new() { Kind = LiveClientKind.Signals, RatePerSecond = SignalsPerSecond, Arrivals = LiveArrivals.Uniform });

    private static LiveOutcome Run(LiveServer server, LiveClient client)
    {
        try
        {
            return LiveRunner.Run(Scenario(server, client), default);
        }
        catch (LiveRefusalException refusal)
        {
            Assert.Ignore(refusal.Message);
            throw;
        }
    }
}
