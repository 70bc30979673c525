using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class CheckReaderTests
{
    private const string Sweep = "sweep: { runtime.gomaxprocs: [1, 4] }";

    [Test]
    public void A_check_names_model_figure_and_kind()
    {
        var check = Read("{ id: c, model: shared, value: latency_p50_us, kind: latency, given: { gomaxprocs: 4 } }");

        Assert.That((check.Id, check.Model, check.Value, check.Kind, check.Tolerance), Is.EqualTo(("c", "shared", "latency_p50_us", CheckKind.Latency, (double?)null)));
        Assert.That(check.Given, Is.EqualTo(new Dictionary<string, string> { ["gomaxprocs"] = "4" }));
    }

    [Test]
    public void A_metric_of_a_check_need_not_name_its_point() =>
        Assert.That(Read("{ id: c, model: shared, value: \"throughput_rps / throughput_rps[gomaxprocs=1]\", kind: cpu-ratio, tolerance: 5% }").Tolerance, Is.EqualTo(0.05));

    [TestCase("{ id: c, model: shared, value: \"latency_p50_us / latency_p99_us\", kind: shape }", "error GMP0605: kind 'shape' needs the name of one latency or skew as 'value'")]
    [TestCase("{ id: c, model: shared, value: \"latency_p99_us / latency_p99_us[gomaxprocs=1]\", kind: sign, tolerance: 5% }", "error GMP0402: 'tolerance' has no meaning for kind 'sign'")]
    [TestCase("{ id: c, model: shared, value: \"latency_p50_us[gomaxprocs=2]\", kind: latency }", "error GMP0604: 'gomaxprocs' is never '2'")]
    [TestCase("{ id: c, model: shared, value: latency_p5_us, kind: latency }", "error GMP0602: unknown metric 'latency_p5_us'; did you mean 'latency_p50_us'?")]
    [TestCase("{ id: c, model: shared, value: latency_p50_us, kind: latencies }", "error GMP0205")]
    [TestCase("{ id: c, value: latency_p50_us, kind: latency }", "error GMP0102")]
    public void What_is_wrong_with_a_check_is_said(string check, string problem) =>
        Assert.That(string.Concat(ScenarioReader.ReadText("demo.yaml", Given.File(Sweep, $"checks: [ {check} ]")).Problems), Does.Contain(problem));

    private static CheckSpec Read(string check) => Given.Read(Given.File(Sweep, $"checks: [ {check} ]")).Scenarios[0].Checks.Single();
}
