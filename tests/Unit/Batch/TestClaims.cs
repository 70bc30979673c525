using GmpSim.Scenarios.Expressions;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Batch;

internal static class TestClaims
{
    internal static ExpectSpec Claim(string value, double expected, string kind = "ratio", double tolerance = 0.1, (double Low, double High)? range = null, params (string Name, string Value)[] given) => new(
        "queue.yaml:9:5",
        "Q1",
        "what the claim says",
        value,
        ExpressionParser.Parse(value, out _)!,
        given.ToDictionary(g => g.Name, g => g.Value, StringComparer.Ordinal),
        expected,
        kind,
        tolerance,
        range?.Low,
        range?.High);
}
