using GmpSim.Calibration.Fitting;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Tests.Unit.Calibration;

/// <summary>Readings of a machine whose costs are known must give back those costs.</summary>
public sealed class FittingTests
{
    private const double Transition = 20;
    private const double Syscall = 150;

    [Test]
    public void A_line_through_exact_points_is_found_and_one_bad_point_does_not_move_the_robust_one()
    {
        double[] x = [1, 2, 4, 8, 16];
        double[] y = [.. x.Select(value => 300 + (110 * value))];

        Assert.That(LinearFit.Relative(x, y).Intercept, Is.EqualTo(300).Within(1e-6));
        Assert.That(LinearFit.Relative(x, y).Slope, Is.EqualTo(110).Within(1e-6));

        y[2] *= 3;
        Assert.That(LinearFit.Robust(x, y).Slope, Is.EqualTo(110).Within(1e-6));
        Assert.That(LinearFit.Robust(x, y).Intercept, Is.EqualTo(300).Within(1e-6));
    }

    [Test]
    public void Steps_are_found_where_they_are()
    {
        var (second, third, levels) = LinearFit.ThreeSteps([5_000, 5_200, 5_100, 12_000, 12_500, 40_000, 41_000, 39_000]);

        Assert.That((second, third), Is.EqualTo((3, 5)));
        Assert.That(levels[0], Is.EqualTo(5_100).Within(1).Percent);
        Assert.That(levels[2], Is.EqualTo(40_000).Within(1).Percent);
    }

    [Test]
    public void Costs_of_calls_come_without_transition_and_null_call()
    {
        var costs = Fitted();

        Assert.That(costs["kernel.syscall"], Is.EqualTo(Syscall).Within(1e-6));
        Assert.That(costs["epoll.wait_empty"], Is.EqualTo(70).Within(1e-6));
        Assert.That(costs["epoll.harvest"], Is.EqualTo(290).Within(0.01));
        Assert.That(costs["epoll.item"], Is.EqualTo(105).Within(0.01));
        Assert.That(costs["eventfd.write"], Is.EqualTo(210).Within(1e-6));
        Assert.That(costs["epoll.callback"], Is.EqualTo(60).Within(1e-6));
        Assert.That(costs["epoll.wake"], Is.EqualTo(1_300).Within(1e-6), "what a waiter adds to the write of a watched eventfd");
        Assert.That(costs["tcp.send"], Is.EqualTo(4_000).Within(1e-6));
        Assert.That(costs["tcp.copy_kib"], Is.EqualTo(80).Within(1e-6));
        Assert.That(costs["kernel.sleep"], Is.EqualTo(800).Within(1e-6), "what is left of half a round trip");
        Assert.That(costs["client.request"], Is.EqualTo(3_000).Within(1e-6));
    }

    [Test]
    public void A_wake_up_is_taken_apart_into_call_delivery_idle_exit_and_switch()
    {
        var costs = Fitted();

        Assert.That(costs["futex.wake"], Is.EqualTo(1_100).Within(1e-6));
        Assert.That(costs["kernel.context_switch"], Is.EqualTo(900).Within(1e-6));
        Assert.That(costs["kernel.wake_deliver"], Is.EqualTo(400).Within(1e-6));
        Assert.That(costs["kernel.idle_exit_shallow"], Is.EqualTo(700 - Transition).Within(1e-6));
        Assert.That(costs["kernel.idle_exit_medium"], Is.EqualTo(9_000 - Transition).Within(1e-6));
        Assert.That(costs["kernel.idle_exit_deep"], Is.EqualTo(50_000 - Transition).Within(1e-6));
        Assert.That(costs["kernel.idle_gap_medium"], Is.InRange(50_000, 100_000));
        Assert.That(costs["kernel.idle_gap_deep"], Is.InRange(1_000_000, 3_000_000));
    }

    [Test]
    public void A_signal_is_delivered_after_the_senders_own_work_although_the_call_lasts_longer_than_the_delivery()
    {
        var costs = Fitted();

        Assert.That(costs["kernel.signal_send"], Is.EqualTo(3_650 - Transition - Syscall - 100).Within(1e-6), "the lock apart");
        Assert.That(costs["kernel.signal_deliver"], Is.EqualTo(2_500 - 700).Within(1e-6));
    }

    [Test]
    public void A_threads_start_comes_without_the_wake_up_and_a_pull_without_the_sleepers_call_and_switch()
    {
        var costs = Fitted();

        Assert.That(costs["kernel.thread_create"], Is.EqualTo(9_000 - Transition - Syscall - 500).Within(1e-6), "the lock apart");
        Assert.That(costs["kernel.thread_start"], Is.EqualTo(14_500 - (1_100 + 400 + 9_000 + 900 - Transition - 1_100)).Within(1e-6));
        Assert.That(costs["kernel.newidle_pull"], Is.EqualTo(7_000 - (2_500 - 1_200)).Within(1e-6));
        Assert.That(costs["futex.wake_empty"], Is.EqualTo(190 - Transition).Within(1e-6));
    }

    [Test]
    public void Where_a_wake_up_call_takes_longer_for_another_CPU_an_interrupt_is_sent_and_wake_ups_on_ones_own_CPU_do_not_pay_for_it()
    {
        const double Interrupt = 8_000;
        var costs = CostFitter.Fit(KnownMachine(Interrupt)).ToDictionary(cost => cost.Key, cost => cost.Nanoseconds, StringComparer.Ordinal);

        Assert.That(costs["kernel.ipi_send"], Is.EqualTo(Interrupt + 60).Within(1e-6), "mean of what futexes (less the transition, plus a tenth of a microsecond) and epoll have more");
        Assert.That(costs["epoll.wake"], Is.EqualTo(1_100).Within(1e-6));
        Assert.That(costs["futex.wake"], Is.EqualTo(1_200 - Transition).Within(1e-6));
        Assert.That(costs["kernel.thread_create"], Is.EqualTo(9_000 - 60 - Transition - Syscall - 500).Within(1e-6));
        Assert.That(costs["kernel.ipi_deliver"] + costs["kernel.idle_exit_shallow"], Is.EqualTo(Interrupt + 700 + 400 - 100).Within(1e-6), "the call without the interrupt is taken off, and the interrupt is on its way meanwhile");
        Assert.That(costs, Does.Not.ContainKey("kernel.wake_deliver"));
    }

    [TestCase(0)]
    [TestCase(600)]
    public void Some_lines_more_for_a_sleeper_on_another_CPU_are_no_interrupt(double more)
    {
        Assert.That(InterruptFit.Sent(KnownMachine(more)), Is.Null);
        Assert.That(CostFitter.Fit(KnownMachine(more)).Select(cost => cost.Key), Does.Not.Contain("kernel.ipi_send").And.Contains("kernel.wake_deliver"));
    }

    [TestCase(0.2, 1_000)]
    [TestCase(0.8, 0)]
    public void The_spread_of_a_lognormal_part_is_read_off_the_box_of_the_samples(double sigma, double constant)
    {
        var samples = Enumerable.Range(1, 9_999).Select(i => constant + (5_000 * Math.Exp(sigma * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, i / 10_000.0)))).ToArray();

        Assert.That(SpreadFit.Sigma(samples, constant), Is.EqualTo(sigma).Within(0.5).Percent);
    }

    [Test]
    public void Drift_between_rounds_is_no_scatter()
    {
        var readings = KnownMachine();
        foreach (var gap in WakeSweep.GapsMicroseconds)
        {
            for (var round = 0; round < 5; round++)
            {
                readings.Of("epoll.wake", WakeSweep.Latency(gap), "ns").Add(round, 10_000 * (round + 1));
                readings.Of("epoll.wake", WakeSweep.Call(gap), "ns").Add(round, 1_000);
            }
        }

        Assert.That(SpreadFit.Idle(readings)!.Value.Value, Is.Zero);
    }

    [TestCase(3.94, 4, 2, 0, 2, TestName = "A_turn_of_one_tick_is_any_slice_up_to_it")]
    [TestCase(3.02, 1, 1, 2, 3, TestName = "A_turn_of_three_ticks_is_a_slice_of_two_to_three")]
    public void A_slice_is_known_up_to_a_tick(double turn, double tick, int scale, double low, double high) =>
        Assert.That(SliceFit.Range(turn, tick, scale), Is.EqualTo((low, high)));

    [Test]
    public void A_slice_that_may_be_the_default_keeps_it()
    {
        var readings = new Readings();
        readings.Of(TimerProbe.Id, TimerProbe.Tick, "ns").Add(0, 4e6);
        readings.Of(QuantumProbe.Id, QuantumProbe.Slice, "ns").Add(0, 3.94e6);

        Assert.That(SliceFit.Fit(readings).Single().IsMeasured, Is.False);
    }

    [Test]
    public void The_jitter_of_timers_is_the_width_of_the_uniform_distribution_with_the_box_of_their_times()
    {
        var readings = new Readings();
        var late = readings.Of(TimerProbe.Id, TimerProbe.LateOnBusyCpu, "ns");
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i <= 100; i++) late.Add(round, 60_000 + (1_000 * round) + (3 * i)); // 300 ns wide, about another time in every round
        }

        Assert.That(TimerFit.Fit(readings).Single().Nanoseconds, Is.EqualTo(300).Within(1).Percent);
    }

    [TestCase(+30, 0)]
    [TestCase(-400, -400)]
    public void A_difference_within_its_noise_or_below_zero_has_no_value(double more, double last)
    {
        var callback = CostFitter.Fit(WithCallback(more, last - 60)).Single(cost => cost.Key == "epoll.callback");

        Assert.That(callback.IsMeasured, Is.False);
        Assert.That(callback.Explanation, Does.StartWith("probe eventfd: write of a watched eventfd less write of one that nobody watches leaves "));
    }

    /// <summary>A machine on which a watched eventfd's write takes one time longer in even rounds and another in odd ones.</summary>
    internal static Readings WithCallback(double even, double odd)
    {
        var readings = new Readings();
        for (var round = 0; round < 6; round++)
        {
            readings.Of("eventfd", "write", "ns").Add(round, 380);
            readings.Of("eventfd", "write-watched", "ns").Add(round, 380 + (round % 2 == 0 ? even : odd));
        }

        return readings;
    }

    [Test]
    public void What_was_not_measured_is_not_fitted_and_has_a_reason()
    {
        Assert.That(Fitted(), Does.Not.ContainKey("cache.transfer_other_socket"));
        Assert.That(NotMeasured.Reason("cache.transfer_other_socket", KnownMachine()), Is.EqualTo("one socket here"));
        Assert.That(NotMeasured.Reason("go.switch", new()), Does.Contain("Go's runtime"));
    }

    [Test]
    public void A_reason_names_the_probes_that_are_missing_and_claims_nothing_of_a_machine_on_which_they_did_not_run()
    {
        Assert.That(NotMeasured.Reason("epoll.wake", WithCallback(1, 1)), Is.EqualTo("needs the probe epoll.wake, which did not run or gave nothing"));
        Assert.That(NotMeasured.Reason("kernel.newidle_pull", new()), Is.EqualTo("needs the probes pull, futex, which did not run or gave nothing"));
        Assert.That(NotMeasured.Reason("kernel.cold_wake", new()), Does.StartWith("needs the probes cold, futex, epoll.wake"));
        Assert.That(NotMeasured.Reason("kernel.ipi_send", KnownMachine()), Does.Contain("no interrupt is sent"));
    }

    [TestCase(90_000, 5_500_000)]
    [TestCase(12_000, 700_000)]
    [TestCase(40_000, 20_000_000)]
    public void What_idling_costs_is_found_with_its_time(double cost, double time)
    {
        var law = ColdStartFit.Law([.. ColdStartProbe.GapsMicroseconds.Select(gap => cost * (1 - Math.Exp(-gap * 1_000 / time)))]);

        Assert.That(law.Cost, Is.EqualTo(cost).Within(0.5).Percent);
        Assert.That(law.Time, Is.EqualTo(time).Within(1).Percent);
    }

    [Test]
    public void Where_idling_costs_nothing_the_cost_is_zero_and_no_time_is_claimed()
    {
        var law = ColdStartFit.Law([200, -300, 100, 400]);

        Assert.That(law.Cost, Is.Zero);
        Assert.That(law.Time, Is.NaN);
    }

    [Test]
    public void Where_caches_go_cold_a_halt_is_one_step_and_what_grows_beyond_it_goes_with_the_time_of_the_cold_caches()
    {
        var readings = KnownMachine();
        static double Share(int gap) => 1 - Math.Exp(-gap / 4_000.0);
        for (var round = 0; round < 5; round++)
        {
            void Add(string probe, string parameter, double value) => readings.Of(probe, parameter, "ns").Add(round, value);
            foreach (var gap in ColdStartProbe.GapsMicroseconds) Add("cold", ColdStartProbe.Extra(gap), 90_000 * Share(gap));
            foreach (var gap in WakeSweep.GapsMicroseconds)
            {
                // The waker's call gets longer too, and is no part of the wake-up.
                var call = 3_000 + (20_000 * Share(gap));
                Add("epoll.wake", WakeSweep.Call(gap), call);
                Add("epoll.wake", WakeSweep.Latency(gap), call + 5_000 + (gap <= 50 ? 0 : 15_000 + (80_000 * Share(gap))));
            }
        }

        var costs = CostFitter.Fit(readings).ToDictionary(cost => cost.Key, cost => cost.Nanoseconds, StringComparer.Ordinal);

        Assert.That(costs["kernel.cold_wake"], Is.EqualTo(80_000).Within(1).Percent);
        Assert.That(costs["kernel.idle_exit_medium"], Is.EqualTo(700 - Transition + 15_000).Within(3).Percent, "times are tried a percent apart");
        Assert.That(costs["kernel.idle_exit_deep"], Is.EqualTo(costs["kernel.idle_exit_medium"]));
    }

    [TestCase(new[] { 10.0, 9, 8 }, 9, 0)]
    [TestCase(new[] { 0.0, 50, 90 }, 0, 90)]
    public void Neither_the_step_of_a_halt_nor_what_goes_cold_is_below_zero(double[] more, double step, double cold)
    {
        var law = IdleExitFit.StepAndCold([0.1, 0.5, 0.9], more);

        Assert.That(law.Step, Is.EqualTo(step).Within(0.5));
        Assert.That(law.Cold, Is.EqualTo(cold).Within(12));
    }

    private static Dictionary<string, double> Fitted() => CostFitter.Fit(KnownMachine()).ToDictionary(cost => cost.Key, cost => cost.Nanoseconds, StringComparer.Ordinal);

    /// <summary>A machine whose costs are known.</summary>
    /// <param name="interrupt">What a wake-up call takes longer for a sleeper on another CPU [ns].</param>
    internal static Readings KnownMachine(double interrupt = 0)
    {
        var readings = new Readings();
        const double Null = Transition + Syscall;
        for (var round = 0; round < 5; round++)
        {
            void Add(string probe, string parameter, double value) => readings.Of(probe, parameter, "ns").Add(round, value);
            Add("call", "transition", Transition);
            Add("call", "getpid", Null);
            Add("epoll.wait", "ready=0", Null + 70);
            foreach (var ready in EpollWaitProbe.Ready.Where(count => count > 0)) Add("epoll.wait", $"ready={ready}", Null + 290 + (2 * 30) + (105 * ready));
            Add("client", "request", 3_000 + (2 * Syscall) + 4_000 + 700 + (160 * 64 / 1024.0) + ((Null + 290 + (2 * 30) + (105 * 16)) / 16));
            Add("eventfd", "write", Null + 210);
            Add("eventfd", "write-watched", Null + 210 + 60);
            Add("epoll.wake", "call;gap=100us", Null + 210 + 60 + 1_300 + interrupt);
            Add("epoll.wake", "same-cpu;write", Null + 210 + 60 + 1_100);
            Add("epoll.wake", "same-cpu;half-round-trip", Null + 210 + 60 + 1_100 + Null + 30 + 800 + 900 + (2 * 30) + 290 + 105);
            foreach (var size in TransferProbe.Sizes)
            {
                Add("tcp.transfer", $"send={size}", Null + 4_000 + (90 * size / 1024.0));
                Add("tcp.transfer", $"recv={size}", Null + 700 + (70 * size / 1024.0));
            }

            Add("line", "sibling", 8);
            Add("signal", "send", 3_650);
            Add("signal", "send-blocked", 700);
            Add("signal", "arrive", 2_500);
            Add("thread", "create", 9_000 + interrupt);
            Add("thread", "first-instruction", 9_000 + 14_500 + interrupt);
            Add("pull", "latency", 7_000);
            Add("futex", "wake-nobody", 190);
            Add("futex", "same-cpu;half-round-trip", 2_500);
            Add("futex", "same-cpu;wake", 1_200);
            Add("switch", "yield-alone", 600);
            Add("switch", "yield-to-other", 1_500);
            foreach (var gap in WakeSweep.GapsMicroseconds)
            {
                var exit = gap switch { <= 50 => 700, <= 1_000 => 9_000, _ => 50_000 };
                Add("futex", $"call;gap={gap}us", Transition + 1_100 + interrupt);
                Add("futex", $"latency;gap={gap}us", 1_100 + 400 + exit + 900 + interrupt);
            }
        }

        return readings;
    }
}
