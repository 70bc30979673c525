namespace GmpSim.Calibration.Live;

/// <summary>What a step of a handler does.</summary>
public enum LiveStepKind
{
    /// <summary>Reads a request; parks until it is there.</summary>
    Read,

    /// <summary>Computes: calibrated rounds of arithmetic.</summary>
    Cpu,

    /// <summary>Computes for as long as the recording has for this request.</summary>
    CpuRecorded,

    /// <summary>Writes a response.</summary>
    Write,

    /// <summary>Lets others run (<c>runtime.Gosched</c>).</summary>
    Yield,
}
