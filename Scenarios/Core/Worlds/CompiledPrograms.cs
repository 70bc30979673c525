using GmpSim.Load;

namespace GmpSim.Scenarios.Worlds;

/// <summary>The programs of a scenario, ready to run, and what they share.</summary>
/// <param name="Programs">The programs by name.</param>
/// <param name="Shared">What their goroutines share; operations refer to it by number within its kind.</param>
internal sealed record CompiledPrograms(IReadOnlyDictionary<string, GoroutineProgram> Programs, IReadOnlyList<SharedName> Shared);
