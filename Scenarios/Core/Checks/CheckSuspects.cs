using GmpSim.Results;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Expressions;

namespace GmpSim.Scenarios.Checks;

/// <summary>Figures that tell which component of a model is off where a check fails.</summary>
internal static class CheckSuspects
{
    private static readonly (string Component, string Figure)[] s_components =
    [
        ("the CPU time of a request", "cpu_us_per_request"),
        ("the delay of wake-ups", "skew_p50_us"),
        ("the number of wake-ups", "wakeups_per_event"),
        ("useless wake-ups", "spurious_wakeups_per_event"),
        ("polling", "epoll_wait_per_s / throughput_rps"),
        ("waking of threads by futex", "futex_wakes_per_s / throughput_rps"),
        ("stealing", "steals_per_s / throughput_rps"),
        ("blocking of threads", "voluntary_switches_per_s / throughput_rps"),
        ("preemption", "involuntary_switches_per_s / throughput_rps"),
    ];

    private static readonly (string Component, string Figure, ClaimExpression Expression)[] s_parsed =
        [.. s_components.Select(component => (component.Component, component.Figure, ClaimReader.Of(ExpressionParser.Parse(component.Figure, out _)!)))];

    /// <summary>Those that both sides have at a point.</summary>
    internal static IReadOnlyList<CheckSuspect> At(PointResult real, PointResult simulated)
    {
        var suspects = new List<CheckSuspect>();
        foreach (var (component, figure, expression) in s_parsed)
        {
            if (MedianAt(expression, real) is { } measured && MedianAt(expression, simulated) is { } computed) suspects.Add(new(component, figure, measured, computed));
        }

        return suspects;
    }

    private static double? MedianAt(ClaimExpression expression, PointResult point)
    {
        var values = expression.ValuesAt([.. expression.References.Select(_ => point)]).Order().ToArray();
        return values.Length == 0 ? null : values[values.Length / 2];
    }
}
