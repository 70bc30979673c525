using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;

namespace GmpSim.Scenarios.Schema;

/// <summary>Durations as scenario files write them, for those who read them elsewhere.</summary>
public static class DurationText
{
    /// <summary>Reads a duration above zero, such as <c>10ms</c>.</summary>
    /// <returns>What is wrong with the text; <see langword="null"/> when nothing is.</returns>
    public static string? TryParseAboveZero(string text, out SimDuration duration)
    {
        var problem = DurationValue.AboveZero.TryParse(text, out duration);
        if (problem is null) return null;
        return problem.Suggestion is { } suggestion ? $"{problem.Message}; did you mean '{suggestion}'?" : problem.Message;
    }
}
