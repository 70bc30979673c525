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
    public void What_was_not_measured_is_not_fitted_and_has_a_reason()
    {
        Assert.That(Fitted(), Does.Not.ContainKey("cache.transfer_other_socket"));
        Assert.That(NotMeasured.Reason("cache.transfer_other_socket"), Is.EqualTo("one socket here"));
        Assert.That(NotMeasured.Reason("go.switch"), Does.Contain("Go's runtime"));
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

    private static Dictionary<string, double> Fitted() => CostFitter.Fit(KnownMachine()).ToDictionary(cost => cost.Key, cost => cost.Nanoseconds, StringComparer.Ordinal);

    internal static Readings KnownMachine()
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
            Add("eventfd", "write", Null + 210);
            Add("eventfd", "write-watched", Null + 210 + 60);
            Add("epoll.wake", "call;gap=100us", Null + 210 + 60 + 1_300);
            foreach (var size in TransferProbe.Sizes)
            {
                Add("tcp.transfer", $"send={size}", Null + 4_000 + (90 * size / 1024.0));
                Add("tcp.transfer", $"recv={size}", Null + 700 + (70 * size / 1024.0));
            }

            Add("switch", "yield-alone", 600);
            Add("switch", "yield-to-other", 1_500);
            foreach (var gap in WakeSweep.GapsMicroseconds)
            {
                var exit = gap switch { <= 50 => 700, <= 1_000 => 9_000, _ => 50_000 };
                Add("futex", $"call;gap={gap}us", Transition + 1_100);
                Add("futex", $"latency;gap={gap}us", 1_100 + 400 + exit + 900);
            }
        }

        return readings;
    }
}
