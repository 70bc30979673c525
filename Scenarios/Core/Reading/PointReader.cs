using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the setup of one point out of a scenario's tree.</summary>
/// <remarks>Each section is checked and read by itself, so that a mistake in one does not hide those of the others.</remarks>
internal sealed class PointReader(ReadContext context, MachineReader machines, SourceSpan owner)
{
    // A point shares the nodes that the sweep does not touch with all others: what is in order there need not be looked at again.
    private readonly HashSet<(SourceNode Node, string Key)> _good = [];
    private readonly Dictionary<SourceNode, MachineSpec> _machines = [];

    /// <summary>The setup; <see langword="null"/> where a problem prevents it.</summary>
    public PointSetup? Read(SourceMapping tree)
    {
        var before = context.Problems.Reports;
        var machineNode = tree.Value("machine");
        var machine = IsGood(tree, "machine") ? Machine(machineNode) : null;
        var workload = IsGood(tree, "workload") && tree.Value("workload") is not null;
        var programs = new ProgramReader(context, tree.Value("programs") as SourceMapping);
        var hasPrograms = IsGood(tree, "programs");
        var reader = new WorkloadReader(context, programs);
        var spec = hasPrograms && workload ? reader.Read(tree.Value("workload")!) : null;
        if (spec is null && hasPrograms) CheckPrograms(tree, programs);
        if (tree.Value("workload") is null) context.Problems.Error(Codes.MissingKey, owner, "the scenario needs 'workload'");

        var os = IsGood(tree, "os") && machine is not null ? OsReader.Read(tree.Value("os"), owner, machine, context) : null;
        var runtime = Runtime(tree, spec, os, machine);
        var run = IsGood(tree, "run") ? RunReader.Read(tree.Value("run"), owner, context.Problems) : null;
        if (run is not null) reader.CheckEnd(run);
        var cluster = IsGood(tree, "cluster") ? ClusterReader.Read(tree.Find("cluster"), spec, runtime, context.Problems) : null;
        if (context.Problems.Reports > before || machine is null || spec is null || os is null || run is null) return null;
        var setup = new PointSetup { Machine = machine, Os = os, Runtime = runtime, Workload = spec, Programs = programs.Reached, Cluster = cluster, Run = run };
        if (!context.MayStandStill) StandingClock.Check(setup, owner, context.Problems);
        return setup;
    }

    /// <summary>Reads the programs of a scenario whose workload is broken, so that their mistakes are told all the same.</summary>
    private static void CheckPrograms(SourceMapping tree, ProgramReader programs)
    {
        foreach (var (key, _) in (tree.Value("programs") as SourceMapping)?.Entries ?? []) programs.Reach(key.Text, key.Span);
        var server = (tree.Value("workload") as SourceMapping)?.Value("server") as SourceMapping;
        if (server?.Value("handler") is SourceScalar { IsNull: false } handler) programs.Reach(handler.Text, handler.Span);
    }

    private MachineSpec? Machine(SourceNode? node)
    {
        if (node is null) return machines.Read(null, owner);
        if (_machines.TryGetValue(node, out var known)) return known;
        var machine = machines.Read(node, owner);
        if (machine is not null) _machines[node] = machine;
        return machine;
    }

    private RuntimeSpec? Runtime(SourceMapping tree, WorkloadSpec? workload, OsSpec? os, MachineSpec? machine)
    {
        if (!IsGood(tree, "runtime")) return null;
        if (workload is not null && !WorkloadReader.UsesGo(workload.Server.Kind))
        {
            if (tree.Find("runtime") is { } entry)
                context.Problems.Error(Codes.RuntimeNotUsed, entry.Key.Span, $"a server of kind '{workload.Server.Kind}' has no Go runtime: leave 'runtime' out");
            return null;
        }

        // Without a machine the number of its CPUs is not known; one stands for it, so that the section is still checked.
        var cpus = os?.PinServer?.Count ?? machine?.LogicalCpus ?? 1;
        return RuntimeReader.Read(tree.Value("runtime"), owner, cpus, os?.CpuQuota.Cores, context);
    }

    private bool IsGood(SourceMapping tree, string key)
    {
        if (tree.Find(key) is not { } entry || _good.Contains((entry.Value, key))) return true;
        var before = context.Problems.Reports;
        new ShapeValidator(context.Problems, isComplete: true).Check(entry.Value, ScenarioShapes.Point.Find(key)!.Shape, entry.Key.Span, $"'{key}'");
        var isGood = context.Problems.Reports == before && !context.Problems.IsFull;
        if (isGood) _good.Add((entry.Value, key));
        return isGood;
    }
}
