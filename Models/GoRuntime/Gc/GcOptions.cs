namespace GmpSim.GoRuntime;

/// <summary>What the collector has to do with: the heap that a program keeps alive, and GOGC. Only a process whose programs allocate has a collector.</summary>
public sealed record GcOptions
{
    /// <summary>GOGC in percent, 0 and more; <see langword="null"/> for GOGC=off.</summary>
    public int? Gogc { get; init; } = 100;

    /// <summary>Bytes that are reachable at every collection; what the programs allocate on top is garbage by the next one.</summary>
    public long LiveHeapBytes { get; init; } = 4L << 20;

    /// <summary>Which share of the live heap, in per cent, holds pointers and has to be scanned.</summary>
    public int ScannablePercent { get; init; } = 50;

    /// <summary>GOMEMLIMIT in bytes (from 1.19); <see langword="null"/> for none.</summary>
    public long? MemoryLimitBytes { get; init; }
}
