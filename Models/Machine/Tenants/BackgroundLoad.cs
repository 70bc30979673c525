using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Threads of another tenant: each computes for a while, sleeps for a while, and competes for cores by the rules of the kernel.</summary>
/// <remarks>
/// A thread that finds the cores busy takes longer for a burst and makes nothing up for it. Its sleeps end like a packet's arrival: without
/// timer slack. Every thread draws from streams of its own, so that a load with more threads is the same load and more.
/// </remarks>
public sealed class BackgroundLoad
{
    private readonly Host _host;
    private readonly string _name;
    private readonly Distribution _burst;
    private readonly ExponentialDistribution _sleep;

    /// <summary>A load; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="name">What its threads and random streams are called.</param>
    /// <param name="burst">CPU time that a thread uses between two sleeps; with a mean above 0.</param>
    /// <param name="utilisation">Share of a core that each thread wants, above 0 and up to 1. At 1 it never sleeps.</param>
    public BackgroundLoad(Host host, string name, Distribution burst, double utilisation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(burst);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(utilisation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(utilisation, 1);
        _host = host;
        _name = name;
        _burst = burst;
        _sleep = new(SimDuration.RoundedFromPicoseconds(burst.MeanPicoseconds * (1 - utilisation) / utilisation));
    }

    /// <summary>CPU time of its threads.</summary>
    public ProcessAccount Account { get; } = new();

    /// <summary>Starts threads.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="allowed">The CPUs that the n-th of them may use.</param>
    /// <param name="nice">Their nice level, -20 to 19.</param>
    public void Start(int threads, Func<int, CpuSet> allowed, int nice = 0)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        for (var i = 0; i < threads; i++)
        {
            var name = $"{_name}/thread/{i}";
            _host.NewThread(name, Account, allowed(i), nice).Start(Run, SimDuration.Zero, near: null);
        }
    }

    private async Process Run(KernelThread thread)
    {
        var bursts = _host.Simulation.Stream(thread.Name + "/burst");
        var sleeps = _host.Simulation.Stream(thread.Name + "/sleep");
        while (true)
        {
            if (_sleep.Mean > SimDuration.Zero) await thread.BlockUntil(thread.LocalNow + _sleep.Sample(sleeps));
            thread.Spend(_burst.Sample(bursts));
            await thread.Settle();
        }
    }
}
