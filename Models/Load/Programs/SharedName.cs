namespace GmpSim.Load;

/// <summary>A thing that the goroutines of a process share.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name in the scenario.</param>
/// <param name="Size">Size of a pool, buffer of a channel, 1 for a service that the process itself accepts connections of; 0 otherwise.</param>
public sealed record SharedName(SharedKind Kind, string Name, int Size);
