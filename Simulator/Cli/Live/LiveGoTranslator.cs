using GmpSim.Calibration.Live;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>Makes a real Go-like server out of one of kind <c>http</c> or <c>echo</c>.</summary>
internal static class LiveGoTranslator
{
    private const int MostSteps = 10_000;
    private const string HandlerKey = "workload.server.handler";

    /// <summary>Translates; <see langword="null"/> with the reason where the server cannot be real.</summary>
    internal static LiveGoServer? Translate(PointSetup setup, out LiveObstacle? obstacle)
    {
        var runtime = setup.Runtime!;
        obstacle = WhyNot(runtime, runtime.Netpoller);
        var handler = new List<LiveStep>();
        obstacle ??= setup.Workload.Server.Handler is { } name ? Append(handler, setup.Programs[name].Operations) : null;
        if (handler.Count == 0) handler.AddRange([new(LiveStepKind.Read), new(LiveStepKind.Write)]);
        if (!handler.Exists(step => step.Kind == LiveStepKind.Read)) obstacle ??= new("a handler that does not read its request", HandlerKey);
        if (obstacle is not null) return null;
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

    private static LiveObstacle? WhyNot(RuntimeSpec runtime, NetpollerSpec netpoller)
    {
        if (netpoller.Topology is not ("shared" or "per-p")) return Of("runtime.netpoller.topology", netpoller.Topology);
        if (netpoller is { Topology: "per-p", Waiters: "all" }) return new("netpoller.waiters: all with per-p", "runtime.netpoller.waiters");
        if (!netpoller.RebindOnMigrate) return Of("runtime.netpoller.rebind_on_migrate", "false");
        if (runtime.Changes.Count > 0) return new("runtime.changes", "runtime.changes");
        if (runtime.CgroupLimits.Count > 0) return new("runtime.cgroup_limits", "runtime.cgroup_limits");
        if (!runtime.Toggles.Spinning) return Of("runtime.toggles.spinning", "false");
        return runtime.Toggles.Runnext ? null : Of("runtime.toggles.runnext", "false");
    }

    private static LiveObstacle Of(string path, string value) => new($"{path}: {value}", path);

    /// <summary>Appends the steps of a program; returns what of it cannot be run for real.</summary>
    private static LiveObstacle? Append(List<LiveStep> steps, IReadOnlyList<OperationSpec> operations)
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
            else if (operation is not LogOperation) return new($"the operation '{NameOf(operation)}'", Place: operation.Place);

            if (steps.Count > MostSteps) return new($"a handler of more than {MostSteps} steps", HandlerKey);
        }

        return null;
    }

    private static LiveStep? StepOf(OperationSpec operation) => operation switch
    {
        ReadOperation { What: Transfer.Request, Bytes: null, Deadline: null } => new(LiveStepKind.Read),
        WriteOperation { What: Transfer.Response, Bytes: null } => new(LiveStepKind.Write),
        CpuOperation { Time: { } time } => new(LiveStepKind.Cpu, time),
        CpuOperation => new(LiveStepKind.CpuRecorded),
        YieldOperation => new(LiveStepKind.Yield),
        _ => null,
    };

    /// <summary>The operation's word in the file: its type without the ending.</summary>
    private static string NameOf(OperationSpec operation) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal));
}
