namespace GmpSim.Machine;

/// <summary>A set of logical CPUs, as <c>taskset</c> gives it to a thread.</summary>
public sealed class CpuSet
{
    private readonly bool[] _allowed;

    private CpuSet(bool[] allowed)
    {
        _allowed = allowed;
        Count = allowed.Count(cpu => cpu);
    }

    /// <summary>How many CPUs are in the set.</summary>
    public int Count { get; }

    /// <summary>All CPUs of a machine.</summary>
    public static CpuSet All(int logicalCpus)
    {
        var allowed = new bool[logicalCpus];
        Array.Fill(allowed, value: true);
        return new(allowed);
    }

    /// <summary>The CPUs listed.</summary>
    /// <exception cref="ArgumentException">No CPU is listed, or one that the machine does not have.</exception>
    public static CpuSet Of(IReadOnlyList<int> cpus, int logicalCpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        if (cpus.Count == 0) throw new ArgumentException("A CPU set needs at least one CPU.", nameof(cpus));
        var allowed = new bool[logicalCpus];
        foreach (var cpu in cpus)
        {
            if (cpu < 0 || cpu >= logicalCpus) throw new ArgumentException($"CPU {cpu} does not exist: the machine has {logicalCpus}.", nameof(cpus));
            allowed[cpu] = true;
        }

        return new(allowed);
    }

    /// <summary>Whether the CPU is in the set.</summary>
    public bool Contains(int cpu) => _allowed[cpu];
}
