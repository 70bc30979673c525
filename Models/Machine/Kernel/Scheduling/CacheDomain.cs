using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The CPUs under one last-level cache, and what the kernel knows about which of them are idle (sched_domain_shared).</summary>
internal sealed class CacheDomain
{
    private readonly Host _host;
    private readonly int _threadsPerCore;
    private readonly int[] _busyThreads;
    private SimTime _measuredAt;
    private SimDuration _busyThen;
    private int _probes;

    internal CacheDomain(Host host, int first, int count, int threadsPerCore)
    {
        _host = host;
        _threadsPerCore = threadsPerCore;
        _busyThreads = new int[count / threadsPerCore];
        _probes = count;
        First = first;
        Count = count;
        IdleCpus = count;
        IdleCores = threadsPerCore > 1 ? count / threadsPerCore : 0;
    }

    /// <summary>The first CPU.</summary>
    internal int First { get; }

    /// <summary>How many CPUs there are.</summary>
    internal int Count { get; }

    /// <summary>CPUs on which nothing runs.</summary>
    internal int IdleCpus { get; private set; }

    /// <summary>Cores none of whose hardware threads is busy; 0 where each has only one, since nobody asks then.</summary>
    internal int IdleCores { get; private set; }

    /// <summary>Whether no hardware thread of a CPU's core is busy.</summary>
    internal bool IsCoreIdle(Core cpu) => _busyThreads[(cpu.Number - First) / _threadsPerCore] == 0;

    /// <summary>A CPU has begun to do something or stopped.</summary>
    internal void Turned(Core cpu)
    {
        ref var busy = ref _busyThreads[(cpu.Number - First) / _threadsPerCore];
        if (cpu.IsIdle)
        {
            IdleCpus++;
            if (--busy == 0 && _threadsPerCore > 1) IdleCores++;
        }
        else
        {
            IdleCpus--;
            if (busy++ == 0 && _threadsPerCore > 1) IdleCores--;
        }
    }

    /// <summary>select_idle_cpu: from the CPU after the target on, an idle core if there is one, else an idle CPU among so many as the domain's utilisation allows.</summary>
    internal Core? Scan(KernelThread thread, Core target, bool byUtilisation)
    {
        var left = IdleCores == 0 && byUtilisation ? _probes + 1 : int.MaxValue;
        if (left == 1) return null;
        Core? idle = null;
        for (var i = 1; i < Count; i++)
        {
            var cpu = _host.Cores[First + ((target.Number - First + i) % Count)];
            if (!thread.Allowed.Contains(cpu.Number)) continue;
            if (left-- <= 0) return null;
            if (!cpu.IsIdle) continue;
            if (IdleCores == 0 || IsCoreIdle(cpu)) return cpu;
            idle ??= cpu;
        }

        return idle;
    }

    /// <summary>
    /// The domain is balanced: how many CPUs a search may look at from now on is written down (update_idle_cpu_scan, SIS_UTIL): n (1 − (1.17 u)²), none from 85 % on, for the utilisation u of n CPUs since the last time. Nothing else changes it: a number
    /// written down under load stays when the load has gone, until somebody has reason to balance again.
    /// </summary>
    internal void Balanced()
    {
        var now = _host.Simulation.Now;
        var passed = now - _measuredAt;
        if (passed == SimDuration.Zero) return;
        var busy = SimDuration.Zero;
        for (var cpu = First; cpu < First + Count; cpu++) busy += _host.Cores[cpu].BusyTime;
        var permille = (long)((Int128)(busy - _busyThen).Picoseconds * 1170 / ((Int128)passed.Picoseconds * Count));
        _probes = (int)(Count * Math.Max(0, 1_000_000 - (permille * permille)) / 1_000_000);
        _measuredAt = now;
        _busyThen = busy;
    }
}
