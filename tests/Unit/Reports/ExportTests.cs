using System.Text.Json;
using GmpSim.Engine;
using GmpSim.Reports.Exports;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

/// <summary>What is exported for the usual tools, against texts written by hand.</summary>
[TestFixture]
internal sealed class ExportTests : FolderTests
{
    [Test]
    public void Counters_and_the_histogram_of_a_point_are_those_of_all_its_replications()
    {
        // Latencies of 2 us, 3 us and 7 ms: one up to 2.5 us, two up to 5 us, three up to 10 ms.
        var text = Exported(Run(requests: 2, reuse: 0.5, errors: 1, 2_000_000, 3_000_000), Run(requests: 1, reuse: 1, errors: 0, 7_000_000_000));

        const string Labels = """{scenario="web",point="gomaxprocs=4;url=a\"b",gomaxprocs="4",url="a\"b" """;
        Assert.That(Lines(text, "http_requests_total"), Is.EqualTo(new[] { Labels.TrimEnd() + ",code=\"200\"} 3" }));
        Assert.That(Lines(text, "http_client_errors_total"), Is.EqualTo(new[] { Labels.TrimEnd() + "} 1" }));
        Assert.That(Lines(text, "http_client_connections_total"), Is.EqualTo(new[] { Labels.TrimEnd() + "} 3" }));
        Assert.That(Lines(text, "http_client_connections_reused_total"), Is.EqualTo(new[] { Labels.TrimEnd() + "} 2" }));
        Assert.That(Lines(text, "gmpsim_window_seconds"), Is.EqualTo(new[] { Labels.TrimEnd() + "} 4" }));
        Assert.That(Lines(text, "http_request_duration_seconds_sum"), Is.EqualTo(new[] { Labels.TrimEnd() + "} 0.007005" }));
        Assert.That(Lines(text, "http_request_duration_seconds_count"), Is.EqualTo(new[] { Labels.TrimEnd() + "} 3" }));
        foreach (var (end, count) in new[] { ("0.000001", 0), ("0.0000025", 1), ("0.000005", 2), ("0.005", 2), ("0.01", 3), ("100", 3), ("+Inf", 3) })
            Assert.That(Lines(text, "http_request_duration_seconds_bucket"), Has.One.EqualTo($"{Labels.TrimEnd()},le=\"{end}\"}} {count}"), end);
    }

    [Test]
    public void Every_family_says_what_it_is_before_its_series()
    {
        var lines = Exported(Run(1, 1, 0, 2_000_000)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "# TYPE http_requests_total counter", "# TYPE http_request_duration_seconds histogram", "# TYPE http_client_errors_total counter",
            "# TYPE http_client_connections_total counter", "# TYPE http_client_connections_reused_total counter", "# TYPE gmpsim_window_seconds gauge",
        }));
    }

    [Test]
    public void What_was_not_measured_has_no_series()
    {
        var text = Exported(Run(requests: 1, reuse: null, errors: 0, 2_000_000));

        Assert.That(text, Does.Not.Contain("http_client_connections").And.Contain("http_requests_total"));
    }

    [Test]
    public void A_request_is_a_trace_with_a_span_for_each_of_its_steps()
    {
        RequestTrace request = new(Us(10), Us(140), IsSlowest: true, [new(LatencyComponent.Network, Us(10), Us(60)), new(LatencyComponent.Running, Us(60), Us(140))], [new(LatencyComponent.CoreWait, Us(5))]);
        OtlpTraces.Write(Batch(Run(1, 1, 0, 130_000_000) with { Traces = [request, request] }), Folder);
        var lines = File.ReadAllLines(Path.Combine(Folder, OtlpTraces.FileName));
        var resource = JsonDocument.Parse(lines.Single()).RootElement.GetProperty("resourceSpans")[0];
        var spans = resource.GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray().ToList();
        string Text(int span, string key) => spans[span].GetProperty(key).GetString()!;

        Assert.That(resource.GetProperty("resource").GetProperty("attributes")[0].GetRawText(), Is.EqualTo("""{"key":"service.name","value":{"stringValue":"web"}}"""));
        Assert.That(spans.Select(span => span.GetProperty("name").GetString()), Is.EqualTo(new[] { "request", "network", "running", "request", "network", "running" }));
        Assert.That((Text(0, "startTimeUnixNano"), Text(0, "endTimeUnixNano")), Is.EqualTo(("10000", "140000")));
        Assert.That((Text(2, "startTimeUnixNano"), Text(2, "endTimeUnixNano")), Is.EqualTo(("60000", "140000")));
        Assert.That(spans[0].GetProperty("attributes").GetRawText(), Does.Contain("\"slowest\"").And.Contain("""{"key":"gmpsim.within_running.core-wait_ps","value":{"intValue":"5000000"}}"""));

        // Ids as the specification wants them: 16 and 8 bytes, in hexadecimal; children name their parent, and nothing has the id of another.
        Assert.That(spans.Select(span => span.GetProperty("traceId").GetString()).Distinct(), Has.Exactly(2).Matches("^[0-9a-f]{32}$"));
        Assert.That(spans.Select(span => span.GetProperty("spanId").GetString()).Distinct(), Has.Exactly(6).Matches("^[0-9a-f]{16}$"));
        Assert.That(spans[0].TryGetProperty("parentSpanId", out _), Is.False);
        Assert.That((Text(1, "parentSpanId"), Text(2, "parentSpanId"), Text(4, "parentSpanId")), Is.EqualTo((Text(0, "spanId"), Text(0, "spanId"), Text(3, "spanId"))));
    }

    [Test]
    public void A_batch_without_anything_to_export_leaves_no_file()
    {
        PrometheusText.Write(Batch(TestBatch.Run(10)), Folder);
        OtlpTraces.Write(Batch(TestBatch.Run(10)), Folder);

        Assert.That(Directory.GetFiles(Folder), Is.Empty);
    }

    private static SimDuration Us(long microseconds) => SimDuration.FromMicroseconds(microseconds);

    private static RunRecord Run(double requests, double? reuse, double errors, params long[] latencyPs)
    {
        var run = TestBatch.Run(latencyPs: latencyPs);
        var values = run.Values.ToArray();
        (values[Metrics.Requests.Index], values[Metrics.ConnReuseRate.Index], values[Metrics.Errors.Index], values[Metrics.SimSeconds.Index]) = (requests, reuse, errors, 2);
        return run with { Values = values };
    }

    private static BatchResult Batch(params RunRecord[] runs) => TestBatch.Of(TestBatch.Scenario("web", TestBatch.Point([("gomaxprocs", "4"), ("url", "a\"b")], runs)));

    private static string Exported(params RunRecord[] runs) => PrometheusText.Text(Batch(runs));

    private static string[] Lines(string text, string series) =>
        [.. text.Split('\n').Where(line => line.StartsWith(series + "{", StringComparison.Ordinal)).Select(line => line[series.Length..])];
}
