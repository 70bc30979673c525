using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>The pool of a CPU quota and what cores take from it, without threads: budgets run and stop by script. Times in milliseconds.</summary>
public sealed class CpuBandwidthTests
{
    [Test]
    public void A_core_takes_slices_of_5_ms_until_the_pool_is_empty()
    {
        var quota = new Quota(Ms(12), cores: 1);
        var budget = quota.Budgets[0];

        Assert.That(budget.Look(quota.Now), Is.True);
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(7)));
        budget.Start(quota.Now);
        quota.RunUntil(5);
        Assert.That(budget.Look(quota.Now), Is.True);
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(2)));
        quota.RunUntil(10);
        Assert.That(budget.Look(quota.Now), Is.True);
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(0)));
        quota.RunUntil(12);
        Assert.That(budget.Look(quota.Now), Is.False);
    }

    [Test]
    public void What_a_core_used_too_much_before_anybody_looked_is_taken_with_the_next_slice()
    {
        var quota = new Quota(Ms(20), cores: 1);
        var budget = quota.Budgets[0];
        budget.Look(quota.Now);
        budget.Start(quota.Now);

        quota.RunUntil(8); // 3 ms beyond its slice
        budget.Look(quota.Now);

        Assert.That(budget.LeftAt(quota.Now), Is.EqualTo(Ms(5)));
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(20 - 5 - 8)));
    }

    [Test]
    public void A_throttled_core_pays_its_debt_in_the_next_period_and_gets_a_nanosecond_with_which_to_begin()
    {
        var quota = new Quota(Ms(5), cores: 1);
        var budget = quota.Budgets[0];
        budget.Look(quota.Now);
        budget.Start(quota.Now);
        quota.RunUntil(7);
        Assert.That(budget.Look(quota.Now), Is.False);
        Assert.That(budget.Throttle(), Is.True);
        budget.Stop(quota.Now);

        quota.RunUntil(99);
        Assert.That(quota.Unthrottled, Is.Empty);
        quota.RunUntil(100);

        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "100: 0" }));
        Assert.That(budget.LeftAt(quota.Now), Is.EqualTo(SimDuration.FromNanoseconds(1)));
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(5) - Ms(2) - SimDuration.FromNanoseconds(1)));
    }

    [Test]
    public void A_core_that_owes_more_than_a_period_has_waits_for_several()
    {
        var quota = new Quota(Ms(2), cores: 1);
        quota.Throttle(0, debtMs: 5);

        quota.RunUntil(1000);

        // 2 ms at 100 and at 200 ms, the last one and the nanosecond at 300 ms
        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "300: 0" }));
        Assert.That(quota.Group.ThrottledPeriods, Is.EqualTo(3));
    }

    [Test]
    public void Cores_are_let_go_in_the_order_in_which_they_were_throttled()
    {
        var quota = new Quota(Ms(4), cores: 3);
        quota.Throttle(2, debtMs: 1);
        quota.Throttle(0, debtMs: 3);
        quota.Throttle(1, debtMs: 1);

        quota.RunUntil(200);

        // 4 ms: core 2 gets 1 ms and 1 ns, core 0 the rest, a nanosecond too little; core 1 nothing
        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "100: 2", "200: 0", "200: 1" }));
    }

    [Test]
    public void A_core_that_the_group_leaves_keeps_1_ms_and_gives_the_rest_back()
    {
        var quota = new Quota(Ms(20), cores: 1);
        var budget = quota.Budgets[0];
        budget.Look(quota.Now);
        budget.Start(quota.Now);
        quota.RunUntil(1);
        budget.Stop(quota.Now);

        budget.GiveBack(quota.Now);

        Assert.That(budget.LeftAt(quota.Now), Is.EqualTo(Ms(1)));
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(20 - 5 + 3)));
    }

    [Test]
    public void What_is_given_back_goes_to_throttled_cores_after_5_ms()
    {
        var quota = new Quota(Ms(10), cores: 3);
        quota.Budgets[0].Look(quota.Now);
        quota.Budgets[1].Look(quota.Now);
        quota.Throttle(2, debtMs: 1);
        quota.RunUntil(20);

        quota.Budgets[0].GiveBack(quota.Now); // 4 ms in the pool: no more than a slice, so nothing happens
        quota.RunUntil(30);
        quota.Budgets[1].GiveBack(quota.Now); // 8 ms
        quota.RunUntil(60);

        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "35: 2" }));
    }

    [Test]
    public void Shortly_before_a_new_period_nothing_is_given_out()
    {
        var quota = new Quota(Ms(10), cores: 3);
        quota.Budgets[0].Look(quota.Now);
        quota.Budgets[1].Look(quota.Now);
        quota.Throttle(2, debtMs: 1);
        quota.RunUntil(94); // 5 ms later would be less than 2 ms before the period

        quota.Budgets[0].GiveBack(quota.Now);
        quota.Budgets[1].GiveBack(quota.Now);
        quota.RunUntil(100);

        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "100: 2" }));
    }

    [Test]
    public void The_timer_stops_after_a_period_in_which_nobody_took_anything()
    {
        var quota = new Quota(Ms(10), cores: 1);
        quota.Budgets[0].Look(quota.Now);

        quota.RunUntil(10_000);

        Assert.That(quota.Group.Periods, Is.EqualTo(2), "the period with the slice and an idle one");
        Assert.That(quota.Group.ThrottledPeriods, Is.EqualTo(0));
    }

    [Test]
    public void A_timer_that_starts_again_keeps_the_grid_of_periods()
    {
        var quota = new Quota(Ms(5), cores: 1);
        quota.Budgets[0].Look(quota.Now);
        quota.RunUntil(10_030);

        quota.Budgets[0].Use(Ms(5)); // all of the old slice
        quota.Throttle(0, debtMs: 1, look: true);
        quota.RunUntil(11_000);

        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "10100: 0" }));
    }

    [Test]
    public void Unused_time_is_saved_only_as_far_as_the_burst_goes()
    {
        var quota = new Quota(new CpuQuota(Ms(20), CpuQuota.DefaultPeriod, Burst: Ms(15)), cores: 1);
        quota.Budgets[0].Look(quota.Now);

        quota.RunUntil(100);

        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(35)), "15 ms were left, 20 came: all may stay");
        quota.RunUntil(200);
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(35)), "but no more");
    }

    [TestCase("4.17", false)]
    [TestCase("4.18", true)]
    [TestCase("5.3", true)]
    [TestCase("5.4", false)]
    public void From_4_18_to_5_3_a_slice_is_void_in_the_next_period(string kernel, bool expires)
    {
        var quota = new Quota(Ms(5), cores: 1, kernel);
        quota.Budgets[0].Look(quota.Now); // takes 5 ms and uses none of it

        quota.RunUntil(150);
        quota.Budgets[0].Look(quota.Now);

        Assert.That(quota.Group.Pool, Is.EqualTo(expires ? Ms(0) : Ms(5)));
        Assert.That(quota.Budgets[0].LeftAt(quota.Now), Is.EqualTo(Ms(5)));
    }

    [Test]
    public void A_new_limit_lets_everybody_go_and_starts_a_period()
    {
        var quota = new Quota(Ms(5), cores: 1);
        quota.Throttle(0, debtMs: 30);
        quota.RunUntil(42);

        quota.Group.Limit(new CpuQuota(Ms(10), Ms(50)));

        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "42: 0" }));
        Assert.That(quota.Group.Pool, Is.EqualTo(Ms(10)));
        quota.Throttle(0, debtMs: 0);
        quota.RunUntil(500);
        Assert.That(quota.Unthrottled, Is.EqualTo(new[] { "42: 0", "92: 0" }));
    }

    [Test]
    public void Without_a_limit_a_core_takes_what_it_likes()
    {
        var quota = new Quota(Ms(5), cores: 1);
        quota.Group.Limit(null);
        var budget = quota.Budgets[0];
        budget.Start(quota.Now);

        quota.RunUntil(1000);

        Assert.That(budget.Look(quota.Now), Is.True);
        Assert.That(quota.Group.Periods, Is.EqualTo(0));
    }

    [TestCase(2, 100, 200_000)]
    [TestCase(0.5, 20, 10_000)]
    [TestCase(1.0000049, 100, 100_000)]
    public void A_quota_in_cores_is_whole_microseconds_a_period(double cores, int periodMs, int microseconds) =>
        Assert.That(CpuQuota.OfCores(cores, Ms(periodMs)).PerPeriod, Is.EqualTo(SimDuration.FromMicroseconds(microseconds)));

    [Test]
    public void A_quota_below_1_ms_a_period_is_refused() =>
        Assert.That(() => CpuQuota.OfCores(0.05, Ms(10)), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static SimDuration Ms(long value) => SimDuration.FromMilliseconds(value);

    /// <summary>A group with a limit, and cores that note when they are let go.</summary>
    private sealed class Quota : IThrottledCore
    {
        private readonly Simulation _simulation = new(new QuaternaryHeap(), seed: 1);

        internal Quota(SimDuration perPeriod, int cores, string kernel = "6.12")
            : this(new CpuQuota(perPeriod, CpuQuota.DefaultPeriod), cores, kernel)
        {
        }

        internal Quota(CpuQuota quota, int cores, string kernel = "6.12")
        {
            Group = new(_simulation, new(KernelVersion.Parse(kernel)));
            Group.Limit(quota);
            for (var core = 0; core < cores; core++) Budgets.Add(Group.NewBudget(this));
        }

        internal CpuBandwidth Group { get; }

        internal List<CoreBudget> Budgets { get; } = [];

        /// <summary>Lines of the form <c>MILLISECOND: CORE</c>.</summary>
        internal List<string> Unthrottled { get; } = [];

        internal SimTime Now => _simulation.Now;

        public void Unthrottle(CoreBudget budget) => Unthrottled.Add($"{Now.SinceStart.WholeMilliseconds}: {Budgets.IndexOf(budget)}");

        internal void RunUntil(long ms) => _simulation.RunUntil(SimTime.Zero + Ms(ms));

        /// <summary>The pool is emptied, and the core throttled with a debt.</summary>
        internal void Throttle(int core, int debtMs, bool look = false)
        {
            if (look) Budgets[core].Look(Now);
            Budgets[core].Use(Budgets[core].LeftAt(Now) + Ms(debtMs));
            if (Group.Pool > SimDuration.Zero) Group.Assign(Group.NewBudget(this), Group.Pool);
            Assert.That(Budgets[core].Throttle(), Is.True);
        }
    }
}
