using GmpSim.Load;

namespace GmpSim.Scenarios.Worlds;

/// <summary>The programs of a scenario, ready to run, and what they share.</summary>
/// <param name="Programs">The programs by name.</param>
/// <param name="Shared">What their goroutines share; operations refer to it by number within its kind.</param>
internal sealed record CompiledPrograms(IReadOnlyDictionary<string, GoroutineProgram> Programs, IReadOnlyList<SharedName> Shared)
{
    /// <summary>Whether any of them allocates: only then has the process a collector.</summary>
    internal bool Allocates => Programs.Values.Any(program => program.Operations.Any(operation => operation.Kind == OperationKind.Alloc));
}
