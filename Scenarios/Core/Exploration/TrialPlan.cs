using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Scenarios.Exploration;

/// <summary>What one trial is, its scenario and its order of events apart: enough, with them, to have it again.</summary>
/// <param name="Seed">Root seed of the world.</param>
/// <param name="Events">How many events it is followed for, at least 1.</param>
/// <param name="IsFree">Whether every cost of the machine is zero: then nearly everything happens at one instant, and orders differ most.</param>
/// <param name="Fault">A mistake put into the scheduler.</param>
public sealed record TrialPlan(ulong Seed, int Events, bool IsFree, GoFault Fault = GoFault.None)
{
    /// <summary>The departures from the usual order.</summary>
    public IReadOnlyList<TieChoice> Choices { get; init; } = [];
}
