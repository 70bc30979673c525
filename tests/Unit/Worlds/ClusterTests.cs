using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Replicas behind a balancer, against queues whose waiting times are known, and an autoscaler whose looks are worked out by hand.</summary>
internal sealed class ClusterTests
{
    /// <summary>Two replicas of one core each; a service takes 10 us, exponential, and each replica is busy 80 % of the time.</summary>
    private static readonly string[] s_two =
    [
        "machine: { base: ideal, cores: 1 }",
        "programs: { work: [{ read: request }, { cpu: { exponential: 10us } }, { write: response }] }",
        "workload: { server: { kind: http, handler: work }, clients: [{ kind: open, rate: 160k/s, connections: 1000 }] }",
    ];

    [Test]
    public void Round_robin_makes_each_of_two_replicas_a_queue_with_Erlang_2_arrivals()
    {
        // E2/M/1: sigma is the root of sigma = (2 rho / (2 rho + 1 - sigma))^2, and the time in the system is 1 / (1 - sigma) services.
        var sigma = 0.5;
        for (var i = 0; i < 200; i++) sigma = Math.Pow(1.6 / (2.6 - sigma), 2);

        Assert.That(MeanLatency("round-robin"), Is.EqualTo(10 / (1 - sigma)).Within(4).Percent);
    }

    [Test]
    public void Least_connections_is_better_than_round_robin_and_no_better_than_one_queue_for_both()
    {
        var oneQueue = 10 * (1 + QueueingFormulas.WaitOfErlangC(2, 0.8));
        var least = MeanLatency("least-connections");

        Assert.That(least, Is.GreaterThan(oneQueue).And.LessThan(0.85 * MeanLatency("round-robin")));
        Assert.That(least, Is.LessThan(1.1 * oneQueue), "two replicas lose little against one queue: customers change no queue, and one replica idles while the other has a queue only after a departure");
    }

    [Test]
    public void A_pool_that_is_nearly_exhausted_makes_requests_wait_as_in_a_queue_with_so_many_servers()
    {
        // M/M/8 at 80 %: the pool's items are the servers, held for 2 ms, exponential, by goroutines that sleep.
        var world = BuildOf(
            "machine: { base: ideal, cores: 1 }",
            "runtime: { poll_timeout: exact }",
            "programs: { query: [{ read: request }, { acquire: { pool: redis, size: 8 } }, { sleep: { exponential: 2ms } }, { release: redis }, { write: response }] }",
            "cluster: { replicas: 2, balancer: round-robin }",
            "workload: { server: { kind: http, handler: query }, clients: [{ kind: open, rate: 6400/s, connections: 1000 }] }");
        Assert.That(world.Cluster, Is.Not.Null);

        // Of every two arrivals a replica sees one: times between them are Erlang-2, half as variable as exponential, and so the wait is (1 + 1/2) / 2 of M/M/8's (Allen and Cunneen).
        var wait = Run(world, seconds: 40)[Metrics.PoolWaitMeanUs.Index]!.Value;
        Assert.That(wait, Is.EqualTo(0.75 * 2000 * QueueingFormulas.WaitOfErlangC(8, 0.8)).Within(15).Percent);
    }

    [Test]
    public void The_pool_of_a_single_replica_is_exactly_the_queue_of_Erlang()
    {
        var world = BuildOf(
            "machine: { base: ideal, cores: 1 }",
            "runtime: { poll_timeout: exact }",
            "programs: { query: [{ read: request }, { acquire: { pool: redis, size: 8 } }, { sleep: { exponential: 2ms } }, { release: redis }, { write: response }] }",
            "cluster: {}",
            "workload: { server: { kind: http, handler: query }, clients: [{ kind: open, rate: 3200/s, connections: 1000 }] }");

        Assert.That(Run(world, seconds: 100)[Metrics.PoolWaitMeanUs.Index]!.Value, Is.EqualTo(2000 * QueueingFormulas.WaitOfErlangC(8, 0.8)).Within(8).Percent);
    }

    [Test]
    public void An_autoscaler_adds_the_replica_that_the_load_asks_for_and_waits_until_it_is_ready()
    {
        // 800 requests a second of 1 ms each on replicas of one core, target 50 %: one is busy for 80 %, two for 40 %, which is still two (1.6). The second is asked for after 1 s and ready after 3.5 s.
        var world = BuildOf(
            "machine: { base: ideal, cores: 1 }",
            "programs: { work: [{ read: request }, { cpu: 1ms }, { write: response }] }",
            "cluster: { balancer: round-robin, autoscale: { target: 50%, max: 10, sync: 1s, startup: 2.5s } }",
            "workload: { server: { kind: http, handler: work }, clients: [{ kind: open, rate: 800/s, arrivals: uniform }] }");
        Run(world, seconds: 5.5, warmup: 0);

        Assert.That(world.Cluster!.Samples.Select(sample => (sample.CpuPercent, sample.Ready, sample.Replicas, sample.Wanted)), Is.EqualTo(new (int?, int, int, int)[]
        {
            (79, 1, 1, 2), // whole per cent, rounded down: the last request of the second is not over
            (80, 1, 2, 2),
            (80, 1, 2, 2),
            (60, 2, 2, 2), // the second replica has not been ready for a whole period, so it counts as idle
            (40, 2, 2, 2),
        }));
    }

    [Test]
    public void A_service_that_shrinks_loses_no_request()
    {
        var world = BuildOf(
            "machine: { base: ideal, cores: 1 }",
            "programs: { work: [{ read: request }, { cpu: { exponential: 1ms } }, { write: response }] }",
            "cluster: { replicas: 4, autoscale: { target: 50%, max: 10, sync: 1s, startup: 1s, stabilisation: 2s } }",
            "workload: { server: { kind: http, handler: work }, clients: [{ kind: scripted, on: remote, rate: 1600/s, script: [{ at: 4s, limit: 300/s }, { at: 12s, do: pause }] }] }");
        var values = Run(world, seconds: 13, warmup: 0);

        Assert.That(values[Metrics.ScaleIns.Index], Is.GreaterThan(0));
        Assert.That(world.Cluster!.Samples[^1].Replicas, Is.EqualTo(1));
        Assert.That(values[Metrics.Requests.Index], Is.EqualTo(values[Metrics.OfferedRps.Index] * 13).Within(1).And.GreaterThan(8000));
        Assert.That(values[Metrics.Errors.Index], Is.Zero);
    }

    [Test]
    public void The_same_seed_gives_the_same_run_whatever_the_queue_of_events_is()
    {
        string[] lines =
        [
            "machine: { base: generic-x86, cores: 2 }",
            "programs: { work: [{ read: request }, { cpu: { exponential: 1ms } }, { acquire: { pool: db, size: 3 } }, { dial: { to: db, service: { exponential: 1ms }, pool: {} } }, { write: request }, { read: response }, { release: db }, { write: response }] }",
            "cluster: { replicas: 2, autoscale: { target: 50%, min: 2, max: 6, sync: 100ms, startup: 150ms, stabilisation: 300ms, growth_period: 100ms } }",
            "workload: { server: { kind: http, handler: work }, clients: [{ kind: scripted, on: remote, rate: 4k/s, script: [{ at: 0s, limit: 1k/s }, { at: 300ms, limit: none }, { at: 800ms, limit: 500/s }] }] }",
        ];
        var worlds = new[] { PendingEventSetKind.Calendar, PendingEventSetKind.Heap, PendingEventSetKind.Heap }
            .Select(kind => World.Build(Given.Setup(lines), 7, PendingEventSets.Create(kind))).ToArray();
        var values = worlds.Select(world => Run(world, seconds: 1.5, warmup: 0)).ToArray();

        Assert.That(values[0][Metrics.ReplicasMax.Index], Is.GreaterThan(2));
        Assert.That(values[1], Is.EqualTo(values[0]));
        Assert.That(worlds.Select(world => world.Simulation.Digest).Distinct().Count(), Is.EqualTo(1));
    }

    private static double MeanLatency(string balancer) =>
        Run(BuildOf([.. s_two, $"cluster: {{ replicas: 2, balancer: {balancer} }}"]), seconds: 3)[Metrics.LatencyMeanUs.Index]!.Value;

    private static IReadOnlyList<double?> Run(World world, double seconds, double warmup = 0.1) =>
        world.Run(SimDuration.FromMilliseconds((long)(warmup * 1000)), SimDuration.FromMilliseconds((long)(seconds * 1000)));

    private static World BuildOf(params string[] lines) => World.Build(Given.Setup(lines), 1, PendingEventSets.Create());
}
