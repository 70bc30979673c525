using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Calibration.Probes;

namespace GmpSim.Tests.Unit.Calibration;

/// <summary>Every probe runs for a moment on the machine of the test. What it measures must make sense; how fast that machine is does not matter.</summary>
[NonParallelizable]
public sealed class ProbeTests
{
    private static readonly Effort s_moment = new(Rounds: 1, Blocks: 5, Samples: 8, SampleTime: 5_000_000, TimeLimit: long.MaxValue);

    private static IEnumerable<string> Names() => GmpSim.Calibration.Calibrator.ProbeNames;

    [SetUp]
    public void Only_on_Linux()
    {
        if (!GmpSim.Calibration.Calibrator.IsPossible) Assert.Ignore("calibration measures Linux on x86-64 and arm64 only");
    }

    [TestCaseSource(nameof(Names))]
    public void A_probe_measures_something_above_zero_and_leaves_no_descriptor_behind(string name)
    {
        var before = OpenDescriptors();
        var readings = Measured(name);

        Assert.That(readings.All.Where(series => series.All.Any()), Is.Not.Empty);
        foreach (var series in readings.All.Where(series => series.Unit == "ns" && series.Probe is not ("timer" or "signal" or "cold")))
            Assert.That(series.All, Has.All.GreaterThan(-5).And.All.LessThan(2e9), $"{series.Probe} {series.Parameter}");
        Assert.That(OpenDescriptors(), Is.LessThanOrEqualTo(before + 3), "descriptors; the test runner may open a few of its own");
    }

    [Test]
    public void More_ready_events_take_longer_to_harvest()
    {
        var readings = Measured(EpollWaitProbe.Id);

        var (few, many) = (readings.Find(EpollWaitProbe.Id, "ready=1")!.All.Min(), readings.Find(EpollWaitProbe.Id, "ready=128")!.All.Min());
        Assert.That(many, Is.GreaterThan(few * 2));
    }

    [TestCase(AtomicProbe.Id, "contended;threads=2")]
    [TestCase(ContentionProbe.Id, "write;one-epoll;threads=2")]
    [TestCase(ContentionProbe.Id, "write;own-epoll;threads=2")]
    [TestCase(ContentionProbe.Id, "epoll_wait;one-epoll;threads=2")]
    [TestCase(ContentionProbe.Id, "dup-close;one-table;threads=2")]
    public void Contenders_are_measured_together(string probe, string parameter)
    {
        if (Affinity.Allowed().Count < 2) Assert.Ignore("needs two CPUs");

        var series = Measured(probe).Find(probe, parameter);

        Assert.That(series, Is.Not.Null, "neither of the two came to nothing");
        if (!series!.All.Any()) Assert.Ignore("every block was disturbed by other programs");
        Assert.That(series.All, Has.All.GreaterThan(0));
    }

    [Test]
    public void A_request_costs_the_load_generator_more_than_two_null_calls_and_less_than_a_tenth_of_a_millisecond()
    {
        if (Affinity.Allowed().Count < 2) Assert.Ignore("needs two CPUs");

        var request = Measured(ClientProbe.Id).Find(ClientProbe.Id, ClientProbe.Request)!;

        Assert.That(request.All, Is.Not.Empty.And.All.InRange(200.0, 100_000.0));
    }

    [Test]
    public void The_sleeper_is_woken_by_a_socket_after_every_gap()
    {
        if (Affinity.Allowed().Count < 2) Assert.Ignore("needs two CPUs");

        var readings = Measured(SocketWakeProbe.Id);

        foreach (var gap in WakeSweep.GapsMicroseconds) Assert.That(readings.Find(SocketWakeProbe.Id, WakeSweep.Latency(gap)), Is.Not.Null, $"{gap} us");
    }

    [Test]
    public void A_pull_is_faster_than_a_balancing_tick_and_its_share_lies_between_none_and_all()
    {
        if (Affinity.Allowed().Count < 2) Assert.Ignore("needs two CPUs");

        var readings = Measured(PullProbe.Id);

        Assert.That(readings.Find(PullProbe.Id, "at-once")!.All, Has.All.InRange(0, 1));
        if (readings.Find(PullProbe.Id, "latency") is { } latency) Assert.That(latency.All, Has.All.InRange(0, 100_000));
    }

    [Test]
    public void A_signal_that_is_blocked_costs_its_sender_something_and_does_nothing_to_the_receiver()
    {
        if (Affinity.Allowed().Count < 2) Assert.Ignore("needs two CPUs");

        Assert.That(Measured(SignalProbe.Id).Find(SignalProbe.Id, "send-blocked")!.All, Is.Not.Empty.And.All.GreaterThan(0));
    }

    private static Readings Measured(string name)
    {
        var cpus = Affinity.Allowed();
        var readings = new Readings();
        string? obstacle = null;
        var thread = PinnedThread.Start("gmpsim-test", cpus[0], () =>
        {
            var probe = AllProbes.For(CpuTopology.Read(cpus)).Single(candidate => candidate.Name == name);
            ProbeContext.MeasureClock();
            try
            {
                probe.Measure(new ProbeContext(readings, name, 0, cpus, s_moment, CancellationToken.None));
            }
            catch (Exception refusal) when (refusal is ProbeObstacleException or NativeException)
            {
                obstacle = refusal.Message;
            }

            (probe as IDisposable)?.Dispose();
        });
        thread.Join();
        if (obstacle is not null) Assert.Ignore(obstacle);
        if (!readings.All.Any(series => series.All.Any())) Assert.Ignore("every block was disturbed by other programs");
        return readings;
    }

    private static int OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
}
