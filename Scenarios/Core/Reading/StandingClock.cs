using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Finds clients that go round without using time anywhere: in such a world the clock never advances.</summary>
/// <remarks>Only what is certain from the file; what else stands still is found when it runs.</remarks>
internal static class StandingClock
{
    /// <summary>Checks a point.</summary>
    /// <param name="setup">The point.</param>
    /// <param name="owner">Name of the scenario in the file.</param>
    /// <param name="problems">Where problems go.</param>
    internal static void Check(PointSetup setup, SourceSpan owner, DiagnosticBag problems)
    {
        if (setup.Machine.Costs.Values.Any(cost => cost.Value > SimDuration.Zero) || setup.Os.Background.Any(tenant => tenant.Threads > 0)) return;
        foreach (var client in setup.Workload.Clients)
        {
            if (WayRound(client, setup) is not { } way) continue;
            problems.Error(Codes.NothingTakesTime, owner, $"the clock of this scenario would stand still: {way}, on a machine on which nothing costs anything");
            return;
        }
    }

    private static string? WayRound(ClientSpec client, PointSetup setup) => client.Kind switch
    {
        "events" when double.IsInfinity(client.RatePerSecond) => "signals at 'rate: max' (give them a rate)",
        "closed" when client.Think.MeanPicoseconds == 0 && client.Rtt == SimDuration.Zero && client.KeepAlive && IsServedInNoTime(client, setup) =>
            "a closed client without 'think', and work that takes no time (give the client 'think', or the work time)",
        _ => null,
    };

    private static bool IsServedInNoTime(ClientSpec client, PointSetup setup)
    {
        var server = setup.Workload.Server;
        if (setup.Runtime is null) return server.HandlerTime.MeanPicoseconds == 0;
        return (client.Handler ?? server.Handler) is { } handler && setup.Programs[handler].Operations.All(TakesNoTime);
    }

    private static bool TakesNoTime(OperationSpec operation) => operation switch
    {
        ReadOperation { What: Transfer.Request } or WriteOperation { What: Transfer.Response } => true,
        YieldOperation or LogOperation or TouchOperation or TouchMemoryOperation => true,
        CpuOperation { Time: { } time } => time.MeanPicoseconds == 0,
        RepeatOperation { Times: not null } repeat => repeat.Body.All(TakesNoTime),
        ChooseOperation choose => choose.Ways.All(way => way.Body.All(TakesNoTime)),
        _ => false,
    };
}
