using GmpSim.Calibration.Golang;

namespace GmpSim.Tests.Unit.Calibration.Golang;

/// <summary>Real Go programs, where there is a toolchain: that they run and count, not how fast.</summary>
[NonParallelizable]
public sealed class GoRunTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(100);
    private GoProgram? _program;

    [OneTimeSetUp]
    public void Build()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("real Go programs are measured on Linux only");
        if (GoToolchain.Find(null, out var problem) is not { } toolchain) Assert.Ignore(problem);
        else
        {
            _program = GoProgram.Build(toolchain, out problem, CancellationToken.None);
            Assert.That(_program, Is.Not.Null, problem);
        }
    }

    [OneTimeTearDown]
    public void Remove() => _program?.Dispose();

    [TestCase("http")]
    [TestCase("echo")]
    public void A_server_answers_every_connection_of_the_load_generator(string kind)
    {
        var measured = Measure(new(kind) { Bytes = GoRun.BodyBytes(256), ServiceNs = kind == "echo" ? 5_000 : 0 }, new(7, 2, 100, []));

        Assert.That(measured.Requests, Is.GreaterThan(7));
        Assert.That(measured.Errors, Is.Zero);
        Assert.That(measured.Latency.Count, Is.EqualTo(measured.Requests));
        Assert.That(measured.CpuSeconds, Is.GreaterThan(0));
        Assert.That(measured.Latencies.Count, Is.GreaterThan(0), "runtime/metrics counts while requests are served");
        Assert.That(measured.VoluntarySwitchesPerSecond, Is.GreaterThan(0), "the load generator sleeps in epoll_wait");
    }

    [TestCase("http-cost")]
    [TestCase("ping-pong")]
    [TestCase("ring")]
    [TestCase("mutex")]
    [TestCase("syscalls")]
    [TestCase("timers")]
    public void A_program_without_a_network_does_tasks_one_after_another(string kind)
    {
        var measured = Measure(new(kind) { Rounds = 3, Width = 4, ServiceNs = 1_000, PauseNs = 100_000 }, load: null);

        Assert.That(measured.Requests, Is.GreaterThan(1));
        Assert.That(measured.Latency.Quantile(0.5).Seconds * measured.Requests, Is.LessThan(2 * measured.Seconds), "they do not overlap");
        Assert.That(measured.GcCycles, Is.Zero);
    }

    [Test]
    public void Goroutines_that_block_in_system_calls_need_a_thread_each() =>
        Assert.That(Measure(new("syscalls") { Rounds = 50, Width = 20, PauseNs = 2_000_000 }, load: null).ThreadsCreated, Is.GreaterThanOrEqualTo(15));

    [Test]
    public void Lines_of_schedtrace_are_read_while_the_program_runs()
    {
        var plan = new GoRunPlan(new("ring") { Rounds = 3, Width = 100 }, 2, null, [], s_short, 3 * s_short) { SchedTrace = TimeSpan.FromMilliseconds(10) };

        var lines = GoRun.Measure(_program!, plan, CancellationToken.None).SchedTrace;

        Assert.That(lines.Count, Is.InRange(1, 31), "sysmon prints every 10 ms at most, later on a busy machine");
        Assert.That(lines.Select(line => line.AtMs), Is.Ordered);
        Assert.That(lines.Select(line => line.Gomaxprocs), Is.All.EqualTo(2));
        Assert.That(lines.Select(line => line.LocalQueues.Count), Is.All.EqualTo(2));
        Assert.That(lines.Select(line => line.Threads), Is.All.InRange(3, 20), "M0, sysmon, and the one that waits on standard input");
        Assert.That(lines.Select(line => line.IdlePs), Is.All.InRange(0, 2));
    }

    [Test]
    public void Nothing_is_traced_unless_asked_for() => Assert.That(Measure(new("ring") { Rounds = 3, Width = 4 }, load: null).SchedTrace, Is.Empty);

    [Test]
    public void Cancelling_ends_the_run_and_the_program()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.That(() => GoRun.Measure(_program!, new(new("timers") { PauseNs = 1_000_000 }, 1, null, [], TimeSpan.Zero, TimeSpan.FromMinutes(5)), cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.EnumerateDirectories("/proc").Select(RunningFile), Has.None.EqualTo(_program!.File));
    }

    [Test]
    public void A_kind_that_the_program_does_not_know_is_told_with_its_words() =>
        Assert.That(() => Measure(new("chess"), load: null), Throws.TypeOf<GoRunException>().With.Message.Contains("chess"));

    private GoMeasurement Measure(GoWork work, GoLoad? load) => GoRun.Measure(_program!, new(work, 2, load, [], work.IsServer ? s_short / 3 : TimeSpan.Zero, s_short), CancellationToken.None);

    private static string? RunningFile(string process)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "exe"), returnFinalTarget: false)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
