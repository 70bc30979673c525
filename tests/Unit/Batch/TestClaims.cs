using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Batch;

internal static class TestClaims
{
    internal static readonly ExpectSpec Faster = new(
        "queue.yaml:9:5",
        "Q1",
        "twice the arrivals, twice the throughput",
        "throughput_rps[rate=400] / throughput_rps[rate=200]",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["netpoller"] = "shared" },
        2,
        "ratio",
        0.1,
        null,
        null);
}
