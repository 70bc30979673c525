using GmpSim.Calibration.Measuring;

namespace GmpSim.Tests.Unit.Calibration;

public sealed class RobustStatisticsTests
{
    [Test]
    public void A_quantile_lies_linearly_between_its_neighbours()
    {
        double[] values = [40, 10, 30, 20];

        Assert.That(RobustStatistics.Median(values), Is.EqualTo(25));
        Assert.That(RobustStatistics.Quantile(values, 1 / 3.0), Is.EqualTo(20).Within(1e-9));
        Assert.That(RobustStatistics.Median([]), Is.NaN);
    }

    [Test]
    public void Outliers_are_counted_beyond_three_boxes()
    {
        double[] values = [.. Enumerable.Range(1, 20).Select(i => (double)i), 100, -90];

        Assert.That(RobustStatistics.Outliers(values), Is.EqualTo(2));
    }

    [Test]
    public void The_interval_of_a_median_repeats_and_covers_what_it_should()
    {
        var covered = 0;
        for (var experiment = 0; experiment < 100; experiment++)
        {
            var readings = Noisy(trueValue: 100, seed: experiment, rounds: 9, blocks: 20);
            var estimate = readings.Median("p", "x")!.Value;
            Assert.That(Noisy(100, experiment, 9, 20).Median("p", "x"), Is.EqualTo(estimate), "same values, same interval");
            if (estimate.Low <= 100 && 100 <= estimate.High) covered++;
        }

        Assert.That(covered, Is.InRange(88, 100), "of a hundred 95 % intervals");
    }

    [Test]
    public void Two_calibrations_of_a_machine_that_drifts_agree_because_the_interval_knows_rounds()
    {
        var agree = 0;
        for (var experiment = 0; experiment < 50; experiment++)
        {
            var a = Noisy(100, 2 * experiment, 9, 20).Median("p", "x")!.Value;
            var b = Noisy(100, (2 * experiment) + 1, 9, 20).Median("p", "x")!.Value;
            if (a.Low <= b.High && b.Low <= a.High) agree++;
        }

        Assert.That(agree, Is.GreaterThanOrEqualTo(45));
    }

    [Test]
    public void What_a_round_has_in_common_cancels_in_a_difference()
    {
        var readings = new Readings();
        foreach (var round in Enumerable.Range(0, 8))
        {
            for (var block = 0; block < 10; block++)
            {
                readings.Of("p", "whole", "ns").Add(round, 500 + (round * 40) + (block % 3));
                readings.Of("p", "part", "ns").Add(round, 300 + (round * 40) + (block % 3));
            }
        }

        var difference = readings.Estimate([("p", "whole"), ("p", "part")], values => values[0] - values[1])!.Value;

        Assert.That(difference.Value, Is.EqualTo(200).Within(1e-9));
        Assert.That(difference.High - difference.Low, Is.LessThan(5), "though either drifts by 280");
    }

    [Test]
    public void A_formula_has_no_answer_without_all_its_inputs()
    {
        var readings = new Readings();
        readings.Of("p", "x", "ns").Add(0, 1);

        Assert.That(readings.Estimate([("p", "x"), ("p", "y")], values => values[0]), Is.Null);
        Assert.That(readings.Estimate([("p", "x")], _ => double.NaN), Is.Null);
    }

    [Test]
    public void Wake_ups_out_of_two_idle_states_show_as_two_modes_and_a_tail_does_not()
    {
        var stream = new GmpSim.Engine.RandomStream(1, "modes");
        var two = Enumerable.Range(0, 400).Select(i => (i % 4 == 0 ? 30_000 : 5_000) * (0.9 + (0.2 * stream.NextUnit()))).ToArray();
        var tail = Enumerable.Range(0, 400).Select(_ => 5_000 / (0.05 + (0.95 * stream.NextUnit()))).ToArray();

        var split = Modes.Split(two);
        Assert.That(split, Is.Not.Null);
        Assert.That(split!.Value.Low, Is.EqualTo(5_000).Within(10).Percent);
        Assert.That(split.Value.High, Is.EqualTo(30_000).Within(10).Percent);
        Assert.That(split.Value.HighShare, Is.EqualTo(0.25).Within(0.02));
        Assert.That(Modes.Split(tail), Is.Null);
    }

    // Each round is off by up to 2 %, each block by up to 5 % more.
    private static Readings Noisy(double trueValue, int seed, int rounds, int blocks)
    {
        var stream = new GmpSim.Engine.RandomStream((ulong)seed, "noise");
        var readings = new Readings();
        for (var round = 0; round < rounds; round++)
        {
            var drift = 0.98 + (0.04 * stream.NextUnit());
            for (var block = 0; block < blocks; block++) readings.Of("p", "x", "ns").Add(round, trueValue * drift * (0.95 + (0.1 * stream.NextUnit())));
        }

        return readings;
    }
}
