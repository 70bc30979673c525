namespace GmpSim.Machine;

/// <summary>Where the cores of a machine sit relative to each other.</summary>
/// <param name="Sockets">CPU sockets.</param>
/// <param name="LlcsPerSocket">Last-level caches (core complexes, clusters) per socket.</param>
/// <param name="CoresPerLlc">Physical cores that share a last-level cache.</param>
/// <param name="ThreadsPerCore">Hardware threads per physical core.</param>
public sealed record MachineTopology(int Sockets, int LlcsPerSocket, int CoresPerLlc, int ThreadsPerCore)
{
    /// <summary>NUMA nodes of a socket, each with memory of its own and as many of its last-level caches as the others.</summary>
    public int NumaNodesPerSocket { get; init; } = 1;

    /// <summary>Logical CPUs: what a thread can run on.</summary>
    public int LogicalCpus => Sockets * LlcsPerSocket * CoresPerLlc * ThreadsPerCore;

    /// <summary>Number of the last-level cache above a logical CPU. CPUs are numbered LLC by LLC, siblings side by side.</summary>
    public int LlcOf(int cpu) => cpu / (CoresPerLlc * ThreadsPerCore);

    /// <summary>Number of the NUMA node that a logical CPU belongs to.</summary>
    public int NodeOf(int cpu) => LlcOf(cpu) / (LlcsPerSocket / NumaNodesPerSocket);

    /// <summary>How far apart two logical CPUs are.</summary>
    public CoreDistance Distance(int left, int right)
    {
        if (left == right) return CoreDistance.Same;
        if (left / ThreadsPerCore == right / ThreadsPerCore) return CoreDistance.Sibling;
        if (LlcOf(left) == LlcOf(right)) return CoreDistance.SameLlc;
        return LlcOf(left) / LlcsPerSocket == LlcOf(right) / LlcsPerSocket ? CoreDistance.SameSocket : CoreDistance.OtherSocket;
    }
}
