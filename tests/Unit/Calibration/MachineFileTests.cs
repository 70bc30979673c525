using GmpSim.Calibration;
using GmpSim.Calibration.Fitting;
using GmpSim.Calibration.Measuring;
using GmpSim.Engine;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Calibration;

/// <summary>What calibrate writes is what <c>run --machine</c> reads.</summary>
public sealed class MachineFileTests
{
    [Test]
    public void The_profile_reads_back_with_values_intervals_and_reasons()
    {
        var machine = WrittenAndRead(FittingTests.KnownMachine());

        Assert.That(machine.Costs["epoll.item"].Value.Nanoseconds, Is.EqualTo(105).Within(0.1));
        Assert.That(machine.Costs["epoll.item"].Source, Does.StartWith("measured: probe epoll.wait + call: slope").And.Contain("median of 5 blocks, 95 % interval ["));
        Assert.That(machine.Costs["epoll.item"].Interval!.Low, Is.LessThan(machine.Costs["epoll.item"].Value));
        Assert.That(machine.Costs["epoll.item"].Interval!.High, Is.GreaterThan(machine.Costs["epoll.item"].Value));
        Assert.That(machine.Costs["cache.transfer_other_socket"].Source, Does.StartWith("not measured: one socket here; default of generic-x86 (core-to-core-latency"));
        Assert.That(machine.Costs["cache.transfer_other_socket"].Interval, Is.Null);
        Assert.That(machine.Costs["cache.transfer_other_socket"].Value, Is.EqualTo(BuiltInMachines.Read("generic-x86").Costs["cache.transfer_other_socket"].Value));
        Assert.That(machine.Costs.Keys, Is.EquivalentTo(BuiltInMachines.Read("generic-x86").Costs.Keys));
    }

    [Test]
    public void A_cost_within_its_noise_keeps_the_default_and_says_what_was_left()
    {
        var callback = WrittenAndRead(FittingTests.WithCallback(even: 400, odd: -50)).Costs["epoll.callback"];

        Assert.That(callback.Value, Is.EqualTo(BuiltInMachines.Read("generic-x86").Costs["epoll.callback"].Value));
        Assert.That(callback.Source, Does.StartWith("not resolved, default kept: probe eventfd: ").And.Contain("95 % interval [-50 ns, 400 ns]; default of generic-x86 ("));
        Assert.That(callback.Interval, Is.Null, "--compare leaves it out");
    }

    [Test]
    public void A_default_above_all_that_the_noise_allows_is_not_kept()
    {
        var callback = WrittenAndRead(FittingTests.WithCallback(even: 40, odd: -50)).Costs["epoll.callback"];

        Assert.That(callback.Value, Is.EqualTo(SimDuration.FromNanoseconds(40)));
        Assert.That(callback.Source, Does.StartWith("not resolved, upper end taken, which is below the default of generic-x86 (60ns): probe eventfd: "));
    }

    [Test]
    public void A_figure_that_is_surely_below_zero_says_nothing_of_a_cost()
    {
        var callback = WrittenAndRead(FittingTests.WithCallback(even: -40, odd: -50)).Costs["epoll.callback"];

        Assert.That(callback.Value, Is.EqualTo(BuiltInMachines.Read("generic-x86").Costs["epoll.callback"].Value));
        Assert.That(callback.Source, Does.StartWith("not resolved, default kept: "));
    }

    [TestCase(0, "0ns")]
    [TestCase(12.3456, "12.35ns")]
    [TestCase(999.94, "999.9ns")]
    [TestCase(1_234, "1.234us")]
    [TestCase(58_000, "58us")]
    [TestCase(3_921_000, "3.921ms")]
    public void Durations_have_four_digits_and_the_unit_that_fits(double nanoseconds, string text) => Assert.That(ProfileWriter.Duration(nanoseconds), Is.EqualTo(text));

    private static MachineSpec WrittenAndRead(Readings readings)
    {
        var facts = new MachineFacts
        {
            Processor = "Some \"CPU\" @ 3 GHz: fast", Vendor = "AuthenticAMD", Kernel = "6.12", SchedulerOptions = ["mitigations=auto"],
            Governor = "performance", Virtualised = "no", ClockSource = "tsc", Mitigations = "none",
            Topology = CpuTopology.Read([0, 1], root: "/no/such/folder"),
        };
        var result = new CalibrationResult(facts, readings, stolenShare: 0, othersShare: 0, isPinned: true, rounds: "5", isInterrupted: false);
        var defaults = BuiltInMachines.Read("generic-x86").Costs.Values.Select(cost => (cost.Key, cost.Value, cost.Source)).ToArray();
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "machine-round-trip.yaml");
        using (var writer = new StreamWriter(path) { NewLine = "\n" }) ProfileWriter.Write(writer, result, defaults, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        var machine = MachineFile.Read(path, "--machine", out var problems);
        Assert.That(problems, Is.Empty);
        return machine!;
    }
}
