using GmpSim.Calibration.Checks;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Calibration;

public sealed class CheckJudgeTests
{
    [TestCase(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [TestCase(new[] { 5.0, 1, 4, 2, 3 }, 3, 1, 5, TestName = "Of five repeats the whole range: P = 1 - 2/32")]
    [TestCase(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 5.5, 2, 9, TestName = "Of ten the second and the second but last: P = 1 - 2 * 11/1024")]
    [TestCase(new[] { 7.0 }, 7, 7, 7)]
    public void The_interval_of_a_median_lies_between_order_statistics(double[] values, double median, double low, double high) =>
        Assert.That(OrderInterval.Of(values), Is.EqualTo(new OrderInterval(median, low, high)));

    [Test]
    public void Within_the_tolerance_a_check_passes() =>
        Assert.That(Judge(CheckKind.Ratio, simulated: 1.1, 0.98, 1, 1.02).Outcome, Is.EqualTo(CheckOutcome.Pass));

    [TestCase(0.5)]
    [TestCase(2.0)]
    public void Half_and_double_are_equally_wrong(double simulated)
    {
        var result = Judge(CheckKind.Ratio, simulated, 0.98, 1, 1.02);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(result.Error, Is.EqualTo(1).Within(1e-12));
        Assert.That(result.Factor, Is.EqualTo(2).Within(1e-12));
    }

    [Test]
    public void Outside_the_tolerance_of_the_median_but_not_of_every_repeat_is_a_warning() =>
        Assert.That(Judge(CheckKind.Ratio, simulated: 1.25, 0.9, 1, 1.1).Outcome, Is.EqualTo(CheckOutcome.Warn));

    [Test]
    public void Where_repeats_differ_by_more_than_the_tolerance_nothing_is_decided()
    {
        var result = Judge(CheckKind.Ratio, simulated: 1.05, 0.7, 1, 1.4);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Undecided));
        Assert.That(result.Why, Does.Contain("the noise of 35 % is more than the tolerance of 20 %"));
    }

    [Test]
    public void No_noise_excuses_what_lies_out_of_tolerance_of_every_repeat() =>
        Assert.That(Judge(CheckKind.Ratio, simulated: 3, 0.7, 1, 1.4).Outcome, Is.EqualTo(CheckOutcome.Fail));

    [TestCase(0.0, 0.04, ExpectedResult = CheckOutcome.Pass, TestName = "Counts near zero agree within 0.05")]
    [TestCase(0.0, 0.4, ExpectedResult = CheckOutcome.Fail)]
    [TestCase(2.0, 2.2, ExpectedResult = CheckOutcome.Pass)]
    [TestCase(2.0, 2.5, ExpectedResult = CheckOutcome.Fail)]
    public CheckOutcome Counts(double real, double simulated) => Judge(CheckKind.Count, simulated, real, real, real).Outcome;

    [TestCase(0.0, 0.05, 0.15, TestName = "Of a count 0.05 is as good as the tolerance")]
    [TestCase(0.0, 0.01, 0.03, TestName = "and a fifth of it as a fifth")]
    [TestCase(0.5, 0.505, 0.01, TestName = "unless its share is less")]
    public void What_little_a_count_is_apart_is_told(double real, double simulated, double error) =>
        Assert.That(Judge(CheckKind.Count, simulated, real, real, real).Error, Is.EqualTo(error).Within(1e-9));

    [TestCase(1)]
    [TestCase(2)]
    public void Too_few_repeats_to_know_the_noise_decide_nothing(int repeats)
    {
        var result = Judge(CheckKind.Ratio, simulated: 5, [.. Enumerable.Repeat(1.0, repeats)]);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Undecided));
        Assert.That(result.Why, Does.EndWith($"over {repeats} repeat{(repeats == 1 ? "" : "s")}), and {repeats} repeat{(repeats == 1 ? " does" : "s do")} not tell the noise"));
    }

    [Test]
    public void A_failure_blames_neither_itself_nor_what_differs_by_next_to_nothing()
    {
        var observation = Observation(CheckKind.Ratio, 2, [1, 1, 1]) with { Suspects = [new("stealing", "steals", 0.004, 0.02), new("throughput", "throughput_rps", 1, 2)] };

        Assert.That(CheckJudge.Judge(observation).Why, Does.EndWith("100 % apart, tolerance 20 %"));
    }

    [Test]
    public void Many_times_as_much_is_told_as_a_factor() =>
        Assert.That(Judge(CheckKind.Ratio, simulated: 30, 1, 1, 1).Why, Does.EndWith("apart by a factor of 30, tolerance 20 %"));

    [TestCase(1.3, ExpectedResult = CheckOutcome.Pass)]
    [TestCase(0.9, ExpectedResult = CheckOutcome.Fail)]
    public CheckOutcome Of_tails_only_the_side_of_1_counts(double simulated) => Judge(CheckKind.Sign, simulated, 2, 5, 9).Outcome;

    [Test]
    public void Tails_that_lie_on_both_sides_of_1_say_nothing() =>
        Assert.That(Judge(CheckKind.Sign, simulated: 2, 0.9, 1.1, 1.4).Outcome, Is.EqualTo(CheckOutcome.Undecided));

    [TestCase(0.1, 0.05, ExpectedResult = CheckOutcome.Pass)]
    [TestCase(0.22, 0.05, ExpectedResult = CheckOutcome.Warn)]
    [TestCase(0.5, 0.05, ExpectedResult = CheckOutcome.Fail)]
    [TestCase(0.1, 0.3, ExpectedResult = CheckOutcome.Undecided)]
    public CheckOutcome Shapes(double distance, double noise) =>
        CheckJudge.Judge(Observation(CheckKind.Shape, 1, [1, 1, 1]) with { Distance = distance, DistanceNoise = noise }).Outcome;

    [Test]
    public void A_failure_names_the_component_that_is_off_most()
    {
        var observation = Observation(CheckKind.Ratio, 2, [1, 1, 1]) with
        {
            Suspects = [new("polling", "epoll_wait_per_s", 10, 11), new("the delay of wake-ups", "skew_p50_us", 20, 5), new("stealing", "steals_per_s", 3, 6)],
        };

        Assert.That(CheckJudge.Judge(observation).Why, Does.EndWith("most off at this point is the delay of wake-ups: skew_p50_us 5 simulated, 20 measured"));
    }

    [Test]
    public void A_model_scores_what_its_decided_checks_deserve()
    {
        CheckResult[] checks =
        [
            Judge(CheckKind.Ratio, simulated: 1, 1, 1, 1),     // exact: 1
            Judge(CheckKind.Ratio, simulated: 1.2, 1, 1, 1),   // at the tolerance: 1/2
            Judge(CheckKind.Ratio, simulated: 2, 1, 1, 1),     // beyond twice the tolerance: 0
            Judge(CheckKind.Ratio, simulated: 1, 0.5, 1, 2),   // undecided
        ];

        var score = Realism.Of(checks).Single();

        Assert.That(score.Realism, Is.EqualTo(50).Within(1e-9));
        Assert.That((score.Passed, score.Warned, score.Failed, score.Undecided), Is.EqualTo((2, 0, 1, 1)));
        Assert.That(score.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(score.Weakest, Does.StartWith("c of s: 2 simulated, 1 measured"));
    }

    [Test]
    public void The_range_of_a_score_is_what_single_repeats_would_give()
    {
        var score = Realism.Of([Judge(CheckKind.Ratio, simulated: 1, 1, 1.1, 1.2)]).Single();

        Assert.That(score.Realism, Is.EqualTo(75).Within(1e-9));
        Assert.That((score.RealismLow, score.RealismHigh), Is.EqualTo((50.0, 100.0)).Using<double>((a, b) => Math.Abs(a - b) < 1e-9 ? 0 : 1));
    }

    private static CheckResult Judge(CheckKind kind, double simulated, params double[] real) => CheckJudge.Judge(Observation(kind, simulated, real));

    private static CheckObservation Observation(CheckKind kind, double simulated, double[] real) => new()
    {
        Scenario = "s", Id = "c", Point = "", Model = "m", Value = "throughput_rps", Kind = kind, Tolerance = CheckTolerance.Of(kind), Real = real, Simulated = [simulated],
    };
}
