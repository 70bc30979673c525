using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>What the instructions of a client come to, phase by phase.</summary>
internal static class Script
{
    /// <summary>The pace of one lane of a closed loop; <see langword="null"/> for a client without a script.</summary>
    /// <param name="client">The client.</param>
    /// <param name="lane">Number of the lane.</param>
    /// <param name="lanes">How many lanes share a limit.</param>
    internal static ScriptedPace? Pace(ClientSpec client, int lane, int lanes) => client.Script.Count == 0 ? null : new(Phases(client, lanes), lane, lanes);

    /// <summary>The phases of each lane. A limit outlives a pause.</summary>
    internal static List<ScriptPhase> Phases(ClientSpec client, int lanes)
    {
        var phases = new List<ScriptPhase> { new(SimTime.Zero, SimDuration.Zero) };
        var gap = SimDuration.Zero;
        var isPaused = false;
        foreach (var (at, word, limit) in client.Script)
        {
            if (word == "limit") gap = limit is { } rate ? Arrivals.MeanGap(rate, lanes) : SimDuration.Zero;
            else isPaused = word == "pause";
            phases.Add(new(SimTime.Zero + at, isPaused ? null : gap));
        }

        return phases;
    }
}
