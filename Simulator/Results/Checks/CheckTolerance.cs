namespace GmpSim.Results;

/// <summary>How much a simulated and a real figure may differ.</summary>
public static class CheckTolerance
{
    /// <summary>Counts that differ by no more than this agree, however small they are.</summary>
    /// <remarks>Source: reference linux-and-hardware, 8.1: counts per event within 0.05 absolute.</remarks>
    public const double CountSlack = 0.05;

    /// <summary>The tolerance of a kind unless a check names its own: relative, for <see cref="CheckKind.Shape"/> a distance.</summary>
    /// <remarks>Source: what the noise of a virtual machine with two cores allows for medians of five paired repeats; the shape's is assumed.</remarks>
    public static double Of(CheckKind kind) => kind switch
    {
        CheckKind.Count => 0.15,
        CheckKind.CpuRatio => 0.10,
        CheckKind.Ratio => 0.20,
        CheckKind.Latency => 0.30,
        CheckKind.Shape => 0.20,
        _ => 0,
    };
}
