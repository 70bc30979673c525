using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>What caches make of programs on many cores: the shapes that everybody measures.</summary>
public sealed class CacheShapeTests
{
    private const int Additions = 5000;

    // Below one last-level cache a transfer takes 25 ns, across two 105 ns, an addition to an own line 5 ns (generic-x86).
    private const double NsAlone = 5;
    private const double NsTransfer = 25;

    [TestCase(4)]
    [TestCase(8)]
    public void Twice_the_cores_do_twice_as_much_where_nobody_needs_anybody(int cores)
    {
        double Rate(int count) => Run(
            ms: 40,
            $"machine: {{ base: generic-x86, cores: {count} }}",
            $"workload: {{ server: {{ kind: tasks, handler: work }}, clients: [{{ kind: closed, connections: {count * 16} }}] }}",
            "programs: { work: [{ cpu: 100us }, { touch: own }] }")[Metrics.ThroughputRps.Index]!.Value;

        Assert.That(Rate(2 * cores) / Rate(cores), Is.EqualTo(2).Within(2).Percent);
    }

    [Test]
    public void A_counter_that_all_add_to_is_slower_with_two_cores_than_with_one_and_no_faster_with_eight()
    {
        double Rate(int count) => AdditionsPerNs(count, "{ touch: counter }");

        Assert.That(Rate(1), Is.EqualTo(1 / NsAlone).Within(25).Percent, "alone, with what starting a goroutine takes");
        Assert.That(Rate(2), Is.EqualTo(1 / NsTransfer).Within(10).Percent, "one transfer an addition");
        Assert.That(Rate(4), Is.EqualTo(1 / NsTransfer).Within(10).Percent);
        Assert.That(Rate(8), Is.EqualTo(1 / NsTransfer).Within(10).Percent);
    }

    [Test]
    public void Where_the_line_crosses_last_level_caches_the_counter_is_slower_still_but_never_slower_than_by_a_crossing_each_time()
    {
        var near = AdditionsPerNs(8, "{ touch: counter }");
        var far = AdditionsPerNs(8, "{ touch: counter }", "{ base: generic-x86, llcs_per_socket: 2, cores_per_llc: 4 }");

        Assert.That(far / near, Is.InRange(NsTransfer / 105, 0.9));
    }

    // A closed network: each core thinks for Z, then asks the line, which serves one at a time for s. By arrival instants (MVA) with service of constant length:
    // R(n) = s (1 + Q(n-1) - U(n-1) / 2), X(n) = n / (Z + R(n)), Q = X R, U = X s, and X <= 1/s, which that approximation oversteps where the line never rests.
    // The addition itself, 5 ns on the own line, is thinking.
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(8)]
    [TestCase(16)]
    public void With_pauses_between_additions_the_line_is_a_queue_in_a_closed_network(int cores)
    {
        const double Think = 200 + NsAlone;
        var (queue, utilisation, rate) = (0.0, 0.0, 0.0);
        for (var n = 1; n <= cores; n++)
        {
            var service = n == 1 ? 0 : NsTransfer; // who is alone has the line already
            var response = service * (1 + queue - (utilisation / 2));
            rate = Math.Min(n / (Think + response), 1 / NsTransfer);
            (queue, utilisation) = (n - (rate * Think), rate * service);
        }

        var simulated = AdditionsPerNs(cores, "{ cpu: { exponential: 200ns } }, { touch: counter }", "{ base: generic-x86, cores: 16 }");
        Assert.That(simulated, Is.EqualTo(rate).Within(6).Percent);
    }

    [Test]
    public void Fields_that_are_a_line_apart_leave_each_other_alone_and_fields_on_one_line_do_not()
    {
        var padded = AdditionsPerNs(8, "{ touch: { line: counters, each: 64B } }");
        var dense = AdditionsPerNs(8, "{ touch: { line: counters, each: 8B } }");

        Assert.That(dense, Is.EqualTo(1 / NsTransfer).Within(10).Percent, "as one counter");
        Assert.That(padded / dense, Is.InRange(20, 8 * NsTransfer / NsAlone), "k * t_x / t_local is 40 but for starting the goroutines");
    }

    [Test]
    public void Padding_for_lines_of_64_bytes_does_not_help_where_they_have_128()
    {
        const string Wide = "{ base: generic-x86, cores: 8, traits: { line_size: 128B } }";

        var half = AdditionsPerNs(8, "{ touch: { line: counters, each: 64B } }", Wide);
        var full = AdditionsPerNs(8, "{ touch: { line: counters, each: 128B } }", Wide);

        Assert.That(full / half, Is.GreaterThan(4), "two and two on a line");
    }

    [Test]
    public void What_fits_into_the_caches_is_found_there_and_what_does_not_is_fetched_again_and_again()
    {
        IReadOnlyList<double?> Values(string size) => Run(
            ms: 20,
            "machine: { base: generic-x86, cores: 1 }",
            "workload: { server: { kind: tasks, handler: work }, clients: [{ kind: closed }] }",
            $"programs: {{ work: [{{ cpu: 10us }}, {{ touch: {{ memory: index, size: {size}, bytes: 64KiB }} }}] }}");

        var (small, large) = (Values("512KiB"), Values("256MiB"));

        Assert.That(small[Metrics.L2MissesPerRequest.Index], Is.LessThan(20), "of 1024 lines: half of an L2 of 1 MiB, after the first passes");
        Assert.That(large[Metrics.L2MissesPerRequest.Index], Is.EqualTo(1024 * 255.0 / 256).Within(1).Percent, "1 MiB of 256 is there");
        Assert.That(large[Metrics.L3MissRate.Index], Is.GreaterThan(0.85), "32 MiB of 256 are in the last-level cache");
        Assert.That(small[Metrics.ThroughputRps.Index] / large[Metrics.ThroughputRps.Index], Is.GreaterThan(2));
    }

    /// <summary>Additions of all goroutines a nanosecond while so many add, each on a core of its own.</summary>
    private static double AdditionsPerNs(int goroutines, string operation, string machine = "{ base: generic-x86, cores: 8 }")
    {
        var values = Run(
            ms: 12,
            $"machine: {machine}",
            "workload: { server: { kind: tasks, handler: all }, clients: [{ kind: closed }] }",
            "programs:",
            $"  all: [{{ spawn: {{ program: add, count: {goroutines} }} }}, wait]",
            $"  add: [{{ repeat: {{ times: {Additions}, do: [{operation}] }} }}]");
        return goroutines * Additions / (values[Metrics.LatencyMeanUs.Index]!.Value * 1000);
    }

    private static IReadOnlyList<double?> Run(int ms, params string[] lines) =>
        World.Build(Given.Setup([.. lines]), seed: 1, new QuaternaryHeap()).Run(SimDuration.FromMilliseconds(2), SimDuration.FromMilliseconds(ms));
}
