using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>Reading <c>os.cpu_quota</c>, <c>os.background</c> and <c>os.steal</c>.</summary>
public sealed class SurroundingsReaderTests
{
    [TestCase("cpu_quota: none", null, 100, 0, 5)]
    [TestCase("cpu_quota: 250%", 2.5, 100, 0, 5)]
    [TestCase("cpu_quota: { limit: 2cores, period: 20ms, burst: 30ms, slice: 3ms }", 2.0, 20, 30, 3)]
    [TestCase("fd_limit: none", null, 100, 0, 5)]
    public void A_quota_is_read_in_its_short_and_its_long_form(string key, double? cores, int periodMs, int burstMs, int sliceMs) =>
        Assert.That(Given.Setup($"os: {{ {key} }}").Os.CpuQuota, Is.EqualTo(new CpuQuotaSpec(cores, Ms(periodMs), Ms(burstMs), Ms(sliceMs))));

    [TestCase("1.25", "", 2, Description = "the quota rounded up")]
    [TestCase("1.24", "", 32, Description = "before 1.25 Go does not look")]
    [TestCase("1.25", ", gomaxprocs: 7", 7)]
    [TestCase("1.25", ", cgroup_limits: [{ at: 0s, limit: 5cores }]", 5, Description = "a limit at the start replaces the quota")]
    [TestCase("1.25", ", cgroup_limits: [{ at: 1s, limit: 5cores }]", 2)]
    public void From_Go_1_25_on_the_number_of_Ps_follows_the_quota(string go, string more, int gomaxprocs) =>
        Assert.That(
            Given.Setup("machine: { base: generic-x86, cores: 32 }", "os: { cpu_quota: 1.5cores }", $"runtime: {{ go: \"{go}\"{more} }}").Runtime!.Gomaxprocs,
            Is.EqualTo(gomaxprocs));

    [Test]
    public void Other_tenants_have_a_thread_that_never_sleeps_unless_they_say_otherwise()
    {
        var background = Given.Setup("os: { background: [{}, { threads: 3, utilisation: 25%, burst: { exponential: 2ms }, pin: \"1-2\", per_cpu: true, nice: -5 }] }").Os.Background;

        Assert.That(background[0], Is.EqualTo(new BackgroundSpec(1, 1, new ConstantDistribution(Ms(1)), null, PerCpu: false)));
        Assert.That(background[1] with { Pin = null }, Is.EqualTo(new BackgroundSpec(3, 0.25, new ExponentialDistribution(Ms(2)), null, PerCpu: true, Nice: -5)));
        Assert.That(background[1].Pin, Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase("[]")]
    [TestCase("[{ threads: 0 }]")]
    [TestCase("[{ threads: 4, utilisation: 0% }]")]
    public void No_other_tenants_are_an_empty_list_or_tenants_that_want_nothing(string background) =>
        Assert.That(Given.Setup($"os: {{ background: {background} }}").Os.Background.Sum(tenant => tenant.Threads), Is.Zero);

    [Test]
    public void Steal_time_is_a_share_or_a_share_and_gaps()
    {
        Assert.That(Given.Setup().Os.Steal, Is.Null);
        Assert.That(Given.Setup("os: { steal: 0% }").Os.Steal, Is.Null);
        Assert.That(Given.Setup("os: { steal: 3% }").Os.Steal!.Share, Is.EqualTo(0.03));
        Assert.That(Given.Setup("os: { steal: { share: 3%, gap: 1ms } }").Os.Steal, Is.EqualTo(new StealSpec(0.03, new ConstantDistribution(Ms(1)))));
    }

    private static SimDuration Ms(int value) => SimDuration.FromMilliseconds(value);
}
