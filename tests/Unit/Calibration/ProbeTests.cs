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
        foreach (var series in readings.All.Where(series => series.Unit == "ns" && series.Probe is not ("timer" or "signal")))
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
