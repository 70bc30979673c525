using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Probes;

/// <summary>Measures one primitive.</summary>
internal interface IProbe
{
    /// <summary>Its name, for <c>--probes</c> and the tables.</summary>
    string Name { get; }

    /// <summary>Measures one round, on a thread that is bound to <see cref="ProbeContext.Cpu"/>. Leaves nothing behind.</summary>
    /// <exception cref="ProbeObstacleException">It cannot be measured here.</exception>
    /// <exception cref="Native.NativeException">The kernel refuses a call.</exception>
    void Measure(ProbeContext context);
}
