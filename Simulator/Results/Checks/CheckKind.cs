namespace GmpSim.Results;

/// <summary>What sort of figure a check compares: it decides how much a simulated and a real run may differ.</summary>
public enum CheckKind
{
    /// <summary>A count per request or event: within 15 %, or within 0.05 of each other.</summary>
    Count,

    /// <summary>A ratio of points at which the CPU is all that matters: within 10 %.</summary>
    CpuRatio,

    /// <summary>A ratio of throughputs or of CPU times per request: within 20 %.</summary>
    Ratio,

    /// <summary>A median latency or skew, or a ratio of such: within 30 %.</summary>
    Latency,

    /// <summary>A ratio of tails: only on which side of 1 it lies.</summary>
    Sign,

    /// <summary>The shape of a distribution of latencies or skews, each divided by its median: a Kolmogorov–Smirnov distance of at most 0.2.</summary>
    Shape,
}
