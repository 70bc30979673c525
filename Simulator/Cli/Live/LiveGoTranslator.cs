using GmpSim.Calibration.Live;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>Makes a real Go-like server out of one of kind <c>http</c> or <c>echo</c>.</summary>
internal static class LiveGoTranslator
{
    private const int MostSteps = 10_000;

    /// <summary>Translates; <see langword="null"/> with the reason where the server cannot be real.</summary>
    internal static LiveGoServer? Translate(PointSetup setup, out string? whyNot)
    {
        var runtime = setup.Runtime!;
        whyNot = WhyNot(runtime, runtime.Netpoller);
        var handler = new List<LiveStep>();
        whyNot ??= setup.Workload.Server.Handler is { } name ? Append(handler, setup.Programs[name].Operations) : null;
        if (handler.Count == 0) handler.AddRange([new(LiveStepKind.Read), new(LiveStepKind.Write)]);
        if (!handler.Exists(step => step.Kind == LiveStepKind.Read)) whyNot ??= "a handler that does not read its request";
        if (whyNot is not null) return null;
        return new()
        {
            Gomaxprocs = runtime.Gomaxprocs,
            Handler = handler,
            InstancePerP = runtime.Netpoller.Topology == "per-p",
            AllWait = runtime.Netpoller.Waiters == "all",
            EdgeTriggered = runtime.Netpoller.Trigger == "edge",
            Oneshot = runtime.Netpoller.Oneshot,
            MaxEvents = runtime.Netpoller.MaxEvents,
            Steal = runtime.Toggles.Steal,
            StealPause = runtime.Toggles.StealPause,
            Sysmon = runtime.Toggles.Sysmon,
            FairnessTick = runtime.Toggles.FairnessTick,
        };
    }

    private static string? WhyNot(RuntimeSpec runtime, NetpollerSpec netpoller)
    {
        if (netpoller.Topology is not ("shared" or "per-p")) return $"netpoller.topology: {netpoller.Topology}";
        if (netpoller is { Topology: "per-p", Waiters: "all" }) return "netpoller.waiters: all with per-p";
        if (!netpoller.RebindOnMigrate) return "netpoller.rebind_on_migrate: false";
        if (runtime.Changes.Count > 0) return "runtime.changes";
        if (runtime.CgroupLimits.Count > 0) return "runtime.cgroup_limits";
        if (!runtime.Toggles.Spinning) return "runtime.toggles.spinning: false";
        return runtime.Toggles.Runnext ? null : "runtime.toggles.runnext: false";
    }

    /// <summary>Appends the steps of a program; returns what of it cannot be run for real.</summary>
    private static string? Append(List<LiveStep> steps, IReadOnlyList<OperationSpec> operations)
    {
        foreach (var operation in operations)
        {
            var step = StepOf(operation);
            if (step is not null) steps.Add(step);
            else if (operation is RepeatOperation { Times: { } times } repeat)
            {
                for (var round = 0; round < times && steps.Count <= MostSteps; round++)
                {
                    if (Append(steps, repeat.Body) is { } inside) return inside;
                }
            }
            else if (operation is not LogOperation) return $"the operation '{NameOf(operation)}' at {operation.Place}";

            if (steps.Count > MostSteps) return $"a handler of more than {MostSteps} steps";
        }

        return null;
    }

    private static LiveStep? StepOf(OperationSpec operation) => operation switch
    {
        ReadOperation { What: Transfer.Request, Bytes: null, Deadline: null } => new(LiveStepKind.Read),
        WriteOperation { What: Transfer.Response, Bytes: null } => new(LiveStepKind.Write),
        CpuOperation { Time: { } time } => new(LiveStepKind.Cpu, time),
        YieldOperation => new(LiveStepKind.Yield),
        _ => null,
    };

    /// <summary>The operation's word in the file: its type without the ending.</summary>
    private static string NameOf(OperationSpec operation) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal));
}
