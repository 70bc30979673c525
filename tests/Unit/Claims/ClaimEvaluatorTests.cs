using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Spec;
using GmpSim.Tests.Unit.Batch;

namespace GmpSim.Tests.Unit.Claims;

public sealed class ClaimEvaluatorTests
{
    private const string Ratio = "throughput_rps[p=1] / throughput_rps[p=4]";

    [Test]
    public void A_ratio_whose_interval_lies_within_the_tolerance_is_reproduced()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), Point("1", 137, 137.5, 136.5), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Reproduced));
        Assert.That(verdict.Observed, Is.EqualTo(1.37).Within(1e-12));
        Assert.That(verdict.Ci95High, Is.EqualTo(1.37 + (4.3027 * 0.005 / Math.Sqrt(3))).Within(1e-6), "Student's t at 2 degrees of freedom");
        Assert.That(verdict.Expected, Is.EqualTo("1.37 ± 10 %"));
    }

    [Test]
    public void Noise_that_both_points_share_cancels_in_the_pairs()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 2, tolerance: 0.01), Point("1", 200, 20, 2000), Point("4", 100, 10, 1000));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Reproduced));
        Assert.That(verdict.Ci95Low, Is.EqualTo(2).Within(1e-9));
    }

    [Test]
    public void A_change_that_goes_the_right_way_but_is_too_small_is_direction_only()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), Point("1", 115, 116, 114), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.DirectionOnly));
        Assert.That(verdict.Why, Does.Contain("below 1.37 ± 10 %").And.Contain("3 replications"));
    }

    [TestCase(1.37, 101, VerdictOutcome.NotReproduced)]
    [TestCase(1.37, 109, VerdictOutcome.NotReproduced)]
    [TestCase(1.37, 111, VerdictOutcome.DirectionOnly)]
    [TestCase(0.5, 99, VerdictOutcome.NotReproduced)]
    [TestCase(0.5, 91, VerdictOutcome.NotReproduced)]
    [TestCase(0.5, 89, VerdictOutcome.DirectionOnly)]
    public void A_change_no_larger_than_the_tolerance_is_no_direction_however_sure_it_is(double expected, double percent, VerdictOutcome outcome)
    {
        var verdict = Judge(TestClaims.Claim(Ratio, expected), Point("1", percent, percent, percent), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("throughput_rps[p=1]", 1.37)]
    [TestCase("throughput_rps[p=1] / 1000", 0.00137, TestName = "Nor has a figure in another unit")]
    public void A_single_figure_has_no_direction_to_be_right_in(string value, double expected)
    {
        var verdict = Judge(TestClaims.Claim(value, expected), Point("1", 110, 111, 109), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.NotReproduced));
    }

    [TestCase(0.9, TestName = "A change that goes the wrong way is not reproduced")]
    [TestCase(1.0, TestName = "No change at all is not reproduced")]
    public void A_ratio_on_the_wrong_side(double ratio)
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), Point("1", 100 * ratio, 100 * ratio, 100 * ratio), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.NotReproduced));
    }

    [Test]
    public void An_interval_that_reaches_beyond_the_tolerance_is_undecided()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), Point("1", 137, 170, 104), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Undecided));
        Assert.That(verdict.Why, Does.Contain("more replications"));
    }

    [Test]
    public void One_replication_decides_nothing()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), Point("1", 137), Point("4", 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Undecided));
        Assert.That(verdict.Observed, Is.EqualTo(1.37));
        Assert.That(verdict.Ci95Low, Is.Null);
    }

    [TestCase(1.37, 105, VerdictOutcome.Reproduced, "> 1")]
    [TestCase(0.5, 105, VerdictOutcome.NotReproduced, "< 1")]
    [TestCase(0.5, 95, VerdictOutcome.Reproduced, "< 1")]
    public void A_direction_asks_on_which_side_of_no_change_the_interval_lies(double expected, double value, VerdictOutcome outcome, string text)
    {
        var verdict = Judge(TestClaims.Claim(Ratio, expected, "direction"), Point("1", value, value + 1, value - 1), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(outcome));
        Assert.That(verdict.Expected, Is.EqualTo(text));
    }

    [Test]
    public void The_direction_of_a_difference_is_its_sign()
    {
        var verdict = Judge(TestClaims.Claim("throughput_rps[p=1] - throughput_rps[p=4]", 0.5, "direction"), Point("1", 100.4, 100.5, 100.6), Point("4", 100, 100, 100));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Reproduced));
        Assert.That(verdict.Expected, Is.EqualTo("> 0"));
    }

    [TestCase(2, VerdictOutcome.NotReproduced)]
    [TestCase(3, VerdictOutcome.Reproduced)]
    public void A_count_that_never_rises_above_what_there_was_goes_no_way_at_all(double most, VerdictOutcome outcome)
    {
        var verdict = Judge(TestClaims.Claim("throughput_rps[p=1] - 2", 1, "direction"), Point("1", most, most, most));

        Assert.That(verdict.Outcome, Is.EqualTo(outcome));
        Assert.That(verdict.Expected, Is.EqualTo("> 0"));
    }

    [Test]
    public void A_direction_that_the_interval_leaves_open_is_undecided() =>
        Assert.That(Judge(TestClaims.Claim(Ratio, 2, "direction"), Point("1", 90, 120, 95), Point("4", 100, 100, 100)).Outcome, Is.EqualTo(VerdictOutcome.Undecided));

    [TestCase(95, VerdictOutcome.Reproduced)]
    [TestCase(120, VerdictOutcome.NotReproduced)]
    [TestCase(110, VerdictOutcome.Undecided)]
    public void A_range_is_a_range(double value, VerdictOutcome outcome)
    {
        var claim = TestClaims.Claim("throughput_rps[p=1]", 100, "range", range: (90, 110));

        var verdict = Judge(claim, Point("1", value, value + 1, value - 1));

        Assert.That(verdict.Outcome, Is.EqualTo(outcome));
        Assert.That(verdict.Expected, Is.EqualTo("90..110"));
    }

    [Test]
    public void A_formula_s_value_inside_a_narrow_interval_is_reproduced_without_any_tolerance()
    {
        var verdict = Judge(TestClaims.Claim("throughput_rps[p=1]", 100, "exact", tolerance: 0), Point("1", 99, 100, 101.5));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Reproduced));
        Assert.That(verdict.Why, Does.Contain("contains 100"));
    }

    [Test]
    public void An_interval_that_contains_the_exact_value_among_everything_else_is_undecided()
    {
        var verdict = Judge(TestClaims.Claim("throughput_rps[p=1]", 100, "exact", tolerance: 0), Point("1", 80, 100, 120));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Undecided));
    }

    [Test]
    public void An_exact_count_that_never_varies_is_reproduced_exactly()
    {
        var claim = TestClaims.Claim("throughput_rps[p=1]", 4, "exact", tolerance: 0);

        Assert.That(Judge(claim, Point("1", 4, 4, 4)).Outcome, Is.EqualTo(VerdictOutcome.Reproduced));
        Assert.That(Judge(claim, Point("1", 5, 5, 5)).Outcome, Is.EqualTo(VerdictOutcome.NotReproduced));
        Assert.That(Judge(claim, Point("1", 4, 4, 5)).Outcome, Is.EqualTo(VerdictOutcome.Undecided));
    }

    [Test]
    public void The_reason_gives_the_means_and_names_the_component_whose_share_differs_most()
    {
        var slow = WithTime(Point("4", 100, 100, 100), ("running", 5), ("core-wait", 40), ("network", 5));
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), WithTime(Point("1", 137, 137.1, 136.9), ("running", 5), ("core-wait", 2), ("network", 3)), slow);

        Assert.That(verdict.Why, Does.Contain("throughput_rps[p=1] is 137 1/s, throughput_rps[p=4] is 100 1/s"));
        Assert.That(verdict.Why, Does.EndWith("at p=1 a request spends 20 % of its 10 us waiting for a core (core-wait), at p=4 80 % of 50 us; and 50 % against 10 % running"));
    }

    [Test]
    public void A_second_component_is_named_only_if_it_differs_by_half_as_much()
    {
        var verdict = Judge(
            TestClaims.Claim(Ratio, 1.37),
            WithTime(Point("1", 1, 1), ("lock", 60), ("running", 20), ("client", 20)),
            WithTime(Point("4", 1, 1), ("running", 50), ("client", 47), ("lock", 3)));

        Assert.That(verdict.Why, Does.EndWith("at p=1 a request spends 60 % of its 100 us waiting for a lock (lock), at p=4 3.0 % of 100 us; and 20 % against 50 % running"));
        Assert.That(Judge(
            TestClaims.Claim(Ratio, 1.37),
            WithTime(Point("1", 1, 1), ("lock", 60), ("running", 20), ("client", 10), ("network", 10)),
            WithTime(Point("4", 1, 1), ("running", 40), ("client", 30), ("network", 30))).Why, Does.EndWith("at p=4 0 % of 100 us"));
    }

    [Test]
    public void Where_the_shares_are_alike_the_reason_says_so()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), WithTime(Point("1", 1, 1), ("poll-wait", 9), ("running", 1)), WithTime(Point("4", 4, 4), ("poll-wait", 90), ("running", 10)));

        Assert.That(verdict.Why, Does.EndWith("a request's time is divided alike at both points, 10 us at p=1 and 100 us at p=4: 90 % of it ready in its socket and noticed by nobody yet (poll-wait)"));
    }

    [Test]
    public void Without_requests_there_is_no_division_to_speak_of()
    {
        var verdict = Judge(TestClaims.Claim(Ratio, 1.37), WithTime(Point("1", 1, 1)), WithTime(Point("4", 4, 4)));

        Assert.That(verdict.Why, Does.EndWith("throughput_rps[p=4] is 4 1/s"));
    }

    [Test]
    public void A_metric_without_meaning_is_said_to_have_none()
    {
        var verdict = Judge(TestClaims.Claim("skew_p99_us[p=1]", 10, "exact"), Point("1", 1, 2, 3));

        Assert.That(verdict.Outcome, Is.EqualTo(VerdictOutcome.Undecided));
        Assert.That(verdict.Observed, Is.Null);
        Assert.That(verdict.Why, Does.Contain("skew_p99_us[p=1] has no value"));
    }

    [Test]
    public void A_point_that_is_not_in_the_results_is_named()
    {
        var verdict = Judge(TestClaims.Claim("throughput_rps[p=8]", 10, "exact", given: ("netpoller", "shared")), Point("1", 1, 2, 3));

        Assert.That(verdict.Why, Is.EqualTo("no point of the sweep is throughput_rps[p=8] with netpoller=shared"));
    }

    [Test]
    public void A_division_by_zero_is_undecided() =>
        Assert.That(Judge(TestClaims.Claim(Ratio, 2), Point("1", 1, 1), Point("4", 0, 0)).Why, Does.Contain("divided by zero"));

    private static Verdict Judge(ExpectSpec claim, params PointResult[] points) =>
        ClaimEvaluator.Evaluate("scenario", claim, ClaimReader.Of(claim.Expression), points);

    private static PointResult Point(string p, params double[] throughput)
    {
        Coordinate[] coordinates = [new("runtime.p", "p", p)];
        return WithTime(new(coordinates, [.. throughput.Select((value, r) => Run(coordinates, r, value))]), ("running", 5), ("local-queue", 10));
    }

    // Times of the only request of each run [us].
    private static PointResult WithTime(PointResult point, params (string Component, int Microseconds)[] times) => point with
    {
        Runs = [.. point.Runs.Select(run => run with { Attribution = [.. times.Select(time => new AttributionShare(time.Component, time.Microseconds * 1_000_000L))] })],
    };

    private static RunRecord Run(Coordinate[] point, int replication, double throughput)
    {
        var values = new double?[Metrics.All.Count];
        values[Metrics.ThroughputRps.Index] = throughput;
        var latency = new Histogram();
        latency.Record(SimDuration.FromMicroseconds(15));
        return new()
        {
            Scenario = "scenario",
            Point = point,
            Replication = replication,
            Seed = 1,
            Digest = 1,
            Values = values,
            Latency = latency,
            SkewByP = [],
            Attribution = [],
        };
    }
}
