using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>CPU time is conserved: nothing is spent that no core passes, no core passes what nobody spent, and what a core does not use it is idle.</summary>
/// <remarks>Holds exactly, to the picosecond, between any two events of a run that began at time zero.</remarks>
public sealed class CpuConservation
{
    private readonly Host _host;
    private readonly SimDuration[] _ofThreads = new SimDuration[CpuTimes.UseCount];
    private readonly SimDuration[] _ofCores = new SimDuration[CpuTimes.UseCount];

    /// <summary>Prepares to check one machine.</summary>
    public CpuConservation(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
    }

    /// <summary>What does not hold now, in a sentence; <see langword="null"/> when all is well.</summary>
    public string? Find()
    {
        Array.Clear(_ofCores);
        Array.Clear(_ofThreads);
        foreach (var core in _host.Cores)
        {
            if (FindIn(core) is { } problem) return problem;
        }

        foreach (var thread in _host.Threads)
        {
            if (FindIn(thread) is { } problem) return problem;
        }

        // Interrupts and what the host takes belong to no thread.
        for (var use = CpuUse.Program; (int)use < CpuTimes.UseCount; use++)
        {
            if (use is not CpuUse.Interrupt and not CpuUse.Steal && _ofCores[(int)use] != _ofThreads[(int)use])
                return $"cores have passed {_ofCores[(int)use]} of {use} and threads {_ofThreads[(int)use]}";
        }

        return null;
    }

    private string? FindIn(Core core)
    {
        var used = SimDuration.Zero;
        for (var use = CpuUse.Program; (int)use < CpuTimes.UseCount; use++)
        {
            used += core.TimeOf(use);
            _ofCores[(int)use] += core.Booked[use];
            if (core.TimeOf(use) < SimDuration.Zero) return $"{core.Name} has used {core.TimeOf(use)} for {use}";
        }

        var wall = _host.Simulation.Now - SimTime.Zero;
        if (core.IdleTime < SimDuration.Zero) return $"{core.Name} was idle for {core.IdleTime}";
        var busy = used - core.TimeOf(CpuUse.Steal);
        if (core.BusyTime != busy) return $"{core.Name} was busy for {core.BusyTime}, and its uses sum to {busy}";
        return used + core.IdleTime == wall ? null : $"{core.Name} has used {used} and was idle for {core.IdleTime} of {wall}";
    }

    private string? FindIn(KernelThread thread)
    {
        for (var use = CpuUse.Program; (int)use < CpuTimes.UseCount; use++) _ofThreads[(int)use] += thread.Times[use];
        var left = thread.Owed + thread.Remaining;
        if (thread.State == ThreadState.Running) left += thread.Core.BurstOf(thread);
        return thread.Owing.Total == left ? null : $"{thread.Name} has spent {thread.Owing.Total} that has not passed, and {left} is on its way";
    }
}
