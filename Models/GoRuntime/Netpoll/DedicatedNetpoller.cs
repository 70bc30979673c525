using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>Threads that do nothing but poll, each with an epoll instance of its own; no released Go works like this.</summary>
/// <remarks>
/// Our rules: descriptors are dealt over the threads by number, in the order in which they are opened, and stay there. A poller thread has no P: it sleeps in epoll_wait
/// without a time-out, puts what it brings into the global queue and starts an M for each idle P, as Go's poller does when it finds no P. Ms never poll the network: one of
/// them sleeps for the timers, in an instance of its own. Readiness does not wait for a P, but for a core: on a saturated machine the poller thread queues
/// with all the others.
/// </remarks>
public sealed class DedicatedNetpoller : Netpoller
{
    private readonly PollInstance[] _instances;
    private readonly int _threads;
    private long _opened;

    internal DedicatedNetpoller(GoProcess process, int threads)
        : base(process)
    {
        _threads = threads;
        _instances = new PollInstance[threads + 1];
        for (var i = 0; i <= threads; i++) _instances[i] = new(i, process.Host, process.Account) { HasThread = i < threads };
    }

    private protected override PollInstance[] AllInstances => _instances;

    internal override void Start(CpuSet allowed)
    {
        for (var i = 0; i < _threads; i++)
        {
            var instance = _instances[i];
            Process.Host.NewThread($"poller/{i}", Process.Account, allowed).Start(thread => Run(thread, instance), SimDuration.Zero, near: null);
        }
    }

    /// <inheritdoc/>
    internal override bool NeedsPoller(Processor p) => false;

    private protected override PollInstance InstanceOf(Processor p) => _instances[_threads];

    private protected override PollInstance RegistersWith(Processor p, PollDesc pd) => _instances[(int)(_opened++ % _threads)];

    private async Process Run(KernelThread thread, PollInstance instance)
    {
        var events = new EpollEvent[Process.Options.MaxEvents];
        var ready = new List<Goroutine>();
        while (true)
        {
            var count = await instance.Epoll.Wait(thread, events, SimTime.MaxValue);
            instance.LastPoll = thread.LocalNow;
            Collect(thread, instance, events, count, ready, blocking: true);
            if (ready.Count == 0) Process.Counters.UselessReturns++;
            Process.Waker.InjectWithoutP(thread, ready);
        }
    }
}
