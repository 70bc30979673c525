using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A cost that is not the same every time: drawn from a lognormal distribution about its value in the profile, which stays the median.</summary>
/// <remarks>
/// Where everything takes exactly as long as ever, threads that wake each other fall into step: one of them can find a request ready each time it looks, for ever, where in reality some wake-up comes too late now and then.
/// Lognormal because such times cannot be negative and have their tail upwards; the median because that is what a profile holds.
/// </remarks>
/// <param name="percent">Standard deviation as a share of the mean [%], above 0.</param>
/// <param name="stream">The random numbers of this cost on this core.</param>
internal sealed class CostSpread(int percent, RandomStream stream)
{
    private readonly double _sigma = Math.Sqrt(PortableMath.Log(1 + (percent / 100.0 * (percent / 100.0))));

    /// <summary>The cost this time.</summary>
    /// <param name="median">Its value in the profile.</param>
    internal SimDuration Draw(SimDuration median) => median == SimDuration.Zero ? median : LognormalDistribution.Sample(median, _sigma, stream);

    /// <summary>A spread of its own for a core; <see langword="null"/> where the machine has none.</summary>
    /// <param name="percent">Standard deviation as a share of the mean [%].</param>
    /// <param name="host">The machine.</param>
    /// <param name="name">Name of the random stream.</param>
    internal static CostSpread? Of(int percent, Host host, string name) => percent == 0 ? null : new(percent, host.Simulation.Stream(name));
}
