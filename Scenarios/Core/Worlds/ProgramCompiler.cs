using GmpSim.Load;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Turns the programs of a scenario into the flat instructions that goroutines run.</summary>
internal static class ProgramCompiler
{
    internal static Dictionary<string, GoroutineProgram> Compile(IReadOnlyDictionary<string, ProgramSpec> specs)
    {
        // First the names, so that programs can spawn each other; then the instructions.
        var programs = specs.ToDictionary(pair => pair.Key, pair => new GoroutineProgram(pair.Key), StringComparer.Ordinal);
        foreach (var (name, spec) in specs)
        {
            var operations = new List<Operation>();
            foreach (var operation in spec.Operations) Append(operations, operation, programs);
            programs[name].Define(operations);
        }

        return programs;
    }

    private static void Append(List<Operation> operations, OperationSpec spec, Dictionary<string, GoroutineProgram> programs)
    {
        switch (spec)
        {
            case CpuOperation { Time: null }: operations.Add(new(OperationKind.CpuRecorded)); break;
            case CpuOperation cpu: operations.Add(new(OperationKind.Cpu, cpu.Time)); break;
            case ReadOperation: operations.Add(new(OperationKind.Read)); break;
            case WriteOperation: operations.Add(new(OperationKind.Write)); break;
            case SleepOperation sleep: operations.Add(new(OperationKind.Sleep, sleep.Time)); break;
            case SpawnOperation spawn: operations.Add(new(OperationKind.Spawn, Program: programs[spawn.Program])); break;
            case YieldOperation: operations.Add(new(OperationKind.Yield)); break;
            case RepeatOperation repeat:
                operations.Add(new(OperationKind.RepeatBegin, Count: repeat.Times));
                var first = operations.Count;
                foreach (var inner in repeat.Body) Append(operations, inner, programs);
                operations.Add(new(OperationKind.RepeatEnd, Target: first));
                break;
            default: throw new InvalidOperationException($"{spec.Place}: operation {spec.GetType().Name} is not modelled.");
        }
    }
}
