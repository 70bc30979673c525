namespace GmpSim.Machine;

/// <summary>The previous core if it is idle, else an idle one near it, else the shortest queue; an idle core takes from the longest queue.</summary>
/// <remarks>Not the kernel's rules but those of a queueing model with several servers: no core is idle while a thread waits that could run on it.</remarks>
internal sealed class ShortestQueuePlacement(Host host) : ThreadPlacement(host)
{
    internal override Core ForWoken(KernelThread thread, Core? waker, bool sync)
    {
        var previous = thread.Core ?? waker ?? Host.Cores[0];
        if (previous.IsIdle && thread.Allowed.Contains(previous.Number)) return previous;

        var topology = Host.Hardware.Topology;
        Core? best = null;
        var bestLoad = int.MaxValue;
        for (var i = 0; i < Host.Cores.Count; i++)
        {
            var core = Host.Cores[(previous.Number + i) % Host.Cores.Count];
            if (!thread.Allowed.Contains(core.Number)) continue;
            // Idle cores of the same last-level cache first, then other idle cores, then short queues.
            var load = core.IsIdle ? (topology.LlcOf(core.Number) == topology.LlcOf(previous.Number) ? 0 : 1) : 2 + core.QueueLength;
            if (load >= bestLoad) continue;
            best = core;
            bestLoad = load;
            if (load == 0) break;
        }

        return best!;
    }

    internal override Core ForNew(KernelThread thread, Core? creator) => ForWoken(thread, creator, sync: false);

    internal override KernelThread? PullFor(Core idle)
    {
        Core? busiest = null;
        foreach (var core in Host.Cores)
        {
            if (core.QueueLength > 0 && (busiest is null || core.QueueLength > busiest.QueueLength)) busiest = core;
        }

        return busiest?.TakeMovable(idle, evenIfHot: false);
    }
}
