using GmpSim.Engine;

namespace GmpSim.Cli.Live;

/// <summary>CPU times of handlers as distributions, however a scenario holds them.</summary>
internal static class HandlerTimes
{
    /// <summary>Always the same.</summary>
    internal static Distribution Of(SimDuration time) => new ConstantDistribution(time);

    /// <summary>As drawn.</summary>
    internal static Distribution Of(Distribution time) => time;
}
