using GmpSim.Reports.Calibration;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Results;
using GmpSim.Tests.Golden.Charts;

namespace GmpSim.Tests.Golden.Calibration;

[TestFixture]
internal sealed class CalibrationPageTests
{
    private static readonly string s_page = CalibrationPage.Render(Report(), new SvgChartRenderer());

    [Test]
    public void The_page_has_the_bytes_that_were_approved() => GoldenFile.AssertMatches("calibration.html", s_page);

    [Test]
    public void The_page_says_in_its_first_sentence_how_many_checks_passed() =>
        Assert.That(s_page, Does.Contain("1 of 3 decided checks are inside their tolerance (33 %); 1 more are undecided").And.Contain("a factor of 2.50: herd of waiters at threads=4"));

    [Test]
    public void Texts_are_escaped() => Assert.That(s_page, Does.Contain("&lt;echo&gt;").And.Not.Contain("<echo>"));

    [Test]
    public void The_page_fetches_nothing_from_anywhere() => Assert.That(s_page, Does.Not.Match("(src|href)=\"(?!#)").And.Not.Contain("<script"));

    private static CalibrationReport Report() => new()
    {
        Machine = [new("processor", "a made-up one"), new("kernel", "6.12")],
        Parameters = [new("epoll.harvest", "310ns", "300ns to 320ns", "290ns", "measured: probe epoll-ready, median of 20 blocks"), new("cache.transfer_other_socket", "150ns", "", "150ns", "not measured: one socket")],
        Checks =
        [
            Check("epoll", "waiters", "herd", "threads=2", CheckOutcome.Pass, 2, 2.02, 2.0, 2.1),
            Check("epoll", "waiters", "herd", "threads=4", CheckOutcome.Fail, 2, 5, 4.8, 5.2),
            Check("shared", "<echo>", "throughput", "gomaxprocs=2", CheckOutcome.Warn, 1.2, 1.5, 1.3, 1.6),
            Check("shared", "<echo>", "throughput", "gomaxprocs=4", CheckOutcome.Undecided, 1.2, 1.3, 0.9, 1.9),
        ],
        Models = [new("epoll", 40, 38, 45, 1, 0, 1, 0, "herd: too few"), new("shared", 75, 60, 80, 0, 1, 0, 1, "")],
        Notes = ["No second socket here."],
        CommandLine = "gmpsim calibrate --quick",
        ToolVersion = "0.0.0",
    };

    private static CheckResult Check(string model, string scenario, string id, string point, CheckOutcome outcome, double simulated, double real, double low, double high) => new()
    {
        Observation = new()
        {
            Scenario = scenario, Id = id, Point = point, Model = model, Value = "wakeups_per_event", Unit = "1", Kind = CheckKind.Count, Tolerance = 0.15, Real = [low, real, high], Simulated = [simulated],
        },
        Real = real, RealLow = low, RealHigh = high, Simulated = simulated, Error = Math.Max(simulated / real, real / simulated) - 1, Noise = (high - low) / 2 / real, Outcome = outcome, Why = "said by the judge",
    };
}
