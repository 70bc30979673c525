using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Whom the kernel wakes, how many, and in which order: reference 1.11 and 1.12, row by row, through scenario files.</summary>
/// <remarks>Single events, 10 ms apart, on machines with a core for every thread; an event is an interrupt of a core.</remarks>
internal sealed class NativeServerTests
{
    private static readonly string[] s_kernels = ["4.19", "5.4", "5.5", "5.10", "5.13", "6.0", "6.12", "6.18"];
    private static readonly int[] s_waiters = [1, 2, 4, 8, 16];

    // ---- 1.11 (a): N threads on one instance ----

    [Test]
    public void Edge_one_event_wakes_one_thread([ValueSource(nameof(s_waiters))] int waiters, [ValueSource(nameof(s_kernels))] string kernel) =>
        Assert.That(Counts(Epoll(waiters, "trigger: edge"), kernel), Is.EqualTo(new Wakes(1, 0, 0)));

    [Test]
    public void Oneshot_one_event_wakes_one_thread([ValueSource(nameof(s_waiters))] int waiters, [Values("edge", "level")] string trigger) =>
        Assert.That(Counts(Epoll(waiters, $"trigger: {trigger}, oneshot: true"), "6.12"), Is.EqualTo(new Wakes(1, 0, 0)));

    [TestCase("5.4", 2)]
    [TestCase("5.5", 1)]
    [TestCase("5.12", 1)]
    [TestCase("5.13", 2)]
    [TestCase("6.12", 2)]
    [TestCase("6.18", 2)]
    public void Level_with_an_immediate_read_wakes_two_but_for_the_kernels_that_do_not_chain(string kernel, int woken)
    {
        foreach (var waiters in s_waiters)
            Assert.That(Counts(Epoll(waiters, "trigger: level"), kernel), Is.EqualTo(new Wakes(Math.Min(woken, waiters), Math.Min(woken, waiters) - 1, 0)), $"{waiters} waiters");
    }

    /// <remarks>R = min(N, 1 + floor(D / h)) return and W = min(N, R + 1) wake; every chained returner finds the read done by somebody else.</remarks>
    [Test]
    public void Level_with_a_late_read_climbs_a_staircase([Values(2, 4, 8, 16)] int waiters)
    {
        var hop = Hop();
        foreach (var steps in new[] { 1, 2, 3, 7, 30 })
        {
            var delay = (hop * steps) + (hop / 2);
            var wakes = Counts(Epoll(waiters, "trigger: level", $"read_delay: {delay.Nanoseconds:0}ns"), "6.12");
            var returned = Math.Min(waiters, 1 + steps);
            Assert.That(wakes.Woken, Is.EqualTo(Math.Min(waiters, returned + 1)), $"woken, read after {steps}.5 hops");
            Assert.That(wakes.Empty, Is.EqualTo(returned - 1), $"reads that found nothing, read after {steps}.5 hops");
        }
    }

    [Test]
    public void Waiters_of_one_instance_are_woken_last_in_first_out([Values(2, 4, 8, 16)] int waiters) =>
        Assert.That(Turns(Epoll(waiters, "trigger: edge", "handler_time: 1us")), Is.All.EqualTo(waiters - 1), "whoever began to wait last gets everything, since it is back before the next event");

    // ---- 1.11 (b): an instance each, all on one descriptor ----

    [Test]
    public void Shared_openly_every_instance_is_woken([ValueSource(nameof(s_waiters))] int waiters, [ValueSource(nameof(s_kernels))] string kernel) =>
        Assert.That(Counts(Epoll(waiters, "instances: per-thread, trigger: edge"), kernel).Woken, Is.EqualTo(waiters));

    [Test]
    public void Shared_exclusively_one_is_woken_the_oldest_registration([ValueSource(nameof(s_waiters))] int waiters, [ValueSource(nameof(s_kernels))] string kernel)
    {
        var scenario = Epoll(waiters, "instances: per-thread, exclusive: true");
        Assert.That(Counts(scenario, kernel), Is.EqualTo(new Wakes(1, 0, 0)));
        Assert.That(Turns(scenario), Is.All.EqualTo(0));
    }

    // ---- 1.11 (c): an instance and a descriptor each ----

    [Test]
    public void With_descriptors_of_their_own_one_is_woken_and_each_in_its_turn([ValueSource(nameof(s_waiters))] int waiters, [Values("level", "edge")] string trigger)
    {
        var scenario = Epoll(waiters, $"instances: per-thread, fds: disjoint, trigger: {trigger}");
        Assert.That(Counts(scenario, "6.12"), Is.EqualTo(new Wakes(1, 0, 0)));
        Assert.That(Turns(scenario).Take(waiters), Is.EqualTo(Enumerable.Range(0, waiters)));
    }

    // ---- 1.11 (d) and (e): accept ----

    [Test]
    public void Blocking_accept_wakes_one_thread_first_in_first_out([ValueSource(nameof(s_waiters))] int waiters)
    {
        var scenario = Accept(waiters, "listeners: one");
        Assert.That(Counts(scenario, "6.12"), Is.EqualTo(new Wakes(1, 0, 0)));
        Assert.That(Turns(scenario).Take(2 * waiters), Is.EqualTo(Enumerable.Range(0, waiters).Concat(Enumerable.Range(0, waiters))));
    }

    [Test]
    public void A_reuseport_group_deals_connections_like_independent_throws([Values(2, 4, 8)] int waiters)
    {
        var shares = RunOf(Accept(waiters, "listeners: reuseport", rate: 20_000), run: SimDuration.FromSeconds(1)).Native!.SkewByThread.Select(thread => thread.Count).ToArray();

        // Multinomial: the counts scatter as n p (1 - p) does, neither more nor (as a counter would) less. 99.9 % points of chi-squared.
        double mean = shares.Sum() / (double)waiters;
        var chiSquared = shares.Sum(count => (count - mean) * (count - mean) / mean);
        Assert.That(chiSquared, Is.LessThan(new Dictionary<int, double> { [2] = 10.8, [4] = 16.3, [8] = 24.3 }[waiters]));
        Assert.That(shares, Is.All.GreaterThan(0));
    }

    // ---- back-to-back system calls ----

    [Test]
    public void Producers_that_do_nothing_but_signal_leave_the_cores_to_others_at_the_end_of_their_slices([Values("5.10", "6.1", "6.12", "6.18")] string kernel)
    {
        var setup = Given.Setup("machine: { cores: 2 }", $"os: {{ kernel: \"{kernel}\" }}", "workload: { server: { kind: epoll-threads, descriptors: 2, reads: false, epoll: { trigger: edge } }, clients: [{ kind: events, rate: max, threads: 2 }] }");
        var values = World.Build(setup, 1, PendingEventSets.Create(PendingEventSetKind.Calendar)).Run(SimDuration.FromMilliseconds(20), SimDuration.FromMilliseconds(100));

        Assert.That(values[Metrics.Requests.Index], Is.GreaterThan(0));
        Assert.That(values[Metrics.InvoluntarySwitchesPerS.Index], Is.GreaterThan(0));
    }

    // ---- V2 ----

    [Test]
    public void Published_the_turns_of_blocking_accept_are_2_1_0_2_1_0() =>
        Assert.That(TurnsOf("v02-wake-order.yaml", "blocking-accept").Take(6), Is.EqualTo(new[] { 2, 1, 0, 2, 1, 0 }));

    [Test]
    public void Published_the_turns_of_exclusive_instances_are_all_0() =>
        Assert.That(TurnsOf("v02-wake-order.yaml", "epoll-exclusive").Take(6), Is.EqualTo(new[] { 0, 0, 0, 0, 0, 0 }));

    // ---- 1.12: how load concentrates ----

    /// <remarks>Poisson arrivals of a Erlang go to the first idle worker in a fixed order: worker i carries a (B(i-1, a) - B(i, a)), with Erlang's loss formula B.</remarks>
    [Test]
    public void Load_concentrates_on_the_oldest_registrations_by_Erlangs_formula()
    {
        const int workers = 8;
        const double load = 1;
        var shares = Enumerable.Range(1, 12).Select(seed => SharesOf(workers, "instances: per-thread, exclusive: true", seed)).ToArray();

        var blocking = 1.0;
        for (var worker = 0; worker < 4; worker++)
        {
            var next = load * blocking / (worker + 1 + (load * blocking));
            var expected = load * (blocking - next);
            var values = shares.Select(run => run[worker]).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
            Assert.That(mean, Is.EqualTo(expected).Within(3.106 * deviation / Math.Sqrt(values.Length)), $"worker {worker}: 99 % interval of 12 runs");
            blocking = next;
        }
    }

    /// <summary>What an event costs in wake-ups.</summary>
    private readonly record struct Wakes(double Woken, double Spurious, double Empty);

    private static string Epoll(int threads, string epoll, string more = "") =>
        $"{{ server: {{ kind: epoll-threads, threads: {threads}, epoll: {{ {epoll} }}{(more.Length > 0 ? ", " + more : "")} }}, clients: [{{ kind: events, rate: 100/s, arrivals: uniform, on: remote }}] }}";

    private static string Accept(int threads, string server, int rate = 100) =>
        $"{{ server: {{ kind: accept-threads, threads: {threads}, {server} }}, clients: [{{ kind: open, rate: {rate}/s, arrivals: uniform, connections: 64, on: remote, keep_alive: false }}] }}";

    private static Wakes Counts(string workload, string kernel)
    {
        var world = BuildOf(workload, kernel, 1);
        var values = world.Run(SimDuration.FromMilliseconds(15), SimDuration.FromMilliseconds(200));
        return new(Round(Metrics.WakeupsPerEvent), Round(Metrics.SpuriousWakeupsPerEvent), Round(Metrics.EmptyReadsPerEvent));

        double Round(Metric metric) => Math.Round(values[metric.Index]!.Value, 6);
    }

    private static IReadOnlyList<int> Turns(string workload) => RunOf(workload, SimDuration.FromMilliseconds(400)).Native!.Turns;

    private static World RunOf(string workload, SimDuration run)
    {
        var world = BuildOf(workload, "6.12", 1);
        world.Run(SimDuration.Zero, run);
        return world;
    }

    private static double[] SharesOf(int workers, string epoll, int seed)
    {
        var workload = $"{{ server: {{ kind: epoll-threads, threads: {workers}, handler_time: {{ exponential: 1ms }}, epoll: {{ {epoll} }} }}, clients: [{{ kind: events, rate: 1000/s, on: remote }}] }}";
        var world = BuildOf(workload, "6.12", seed, "ideal");
        world.Run(SimDuration.FromMilliseconds(100), SimDuration.FromSeconds(10));
        var counts = world.Native!.SkewByThread.Select(thread => (double)thread.Count).ToArray();
        return [.. counts.Select(count => count / counts.Sum())];
    }

    private static World BuildOf(string workload, string kernel, int seed, string machine = "generic-x86") => World.Build(
        Given.Setup($"machine: {{ base: {machine}, cores: 20 }}", $"os: {{ kernel: \"{kernel}\" }}", $"workload: {workload}"),
        (ulong)seed,
        PendingEventSets.Create(PendingEventSetKind.Calendar));

    /// <summary>From one waiter of a chain to the next: wake-up call, delivery, leaving a deep idle state, switch, harvest.</summary>
    private static SimDuration Hop()
    {
        var costs = BuildOf(Epoll(1, "trigger: level"), "6.12", 1).Host.Costs;
        return costs.EpollWake + costs.WakeDeliver + costs.IdleExitDeep + costs.ContextSwitch + costs.EpollHarvest + costs.EpollItem + (costs.EpollScanLock * 2);
    }

    private static IReadOnlyList<int> TurnsOf(string file, string scenario)
    {
        var text = File.ReadAllText(Repository.PathOf(Path.Combine("Scenarios", "published", file)));
        var setup = Given.Read(text).Scenarios.Single(s => s.Name == scenario).Points[0].Setup;
        var world = World.Build(setup, 1, PendingEventSets.Create(PendingEventSetKind.Calendar));
        world.Run(SimDuration.Zero, setup.Run.Duration);
        return world.Native!.Turns;
    }
}
