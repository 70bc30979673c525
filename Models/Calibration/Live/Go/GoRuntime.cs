using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live.Go;

/// <summary>A miniature of Go's runtime on real threads: Ms run goroutines on Ps and sleep in futex or epoll_wait.</summary>
/// <remarks>
/// The rules carry Go's names, see <see cref="WorkFinder"/>, <see cref="Scheduler"/> and <see cref="Netpoll"/>. Left out: preemption (a goroutine keeps its P while it computes),
/// system calls that hand a P off, timers, collector, stops of the world.
/// </remarks>
internal sealed unsafe class GoRuntime : ILiveServer
{
    private const long SysmonShortestNs = 20_000;
    private const long SysmonLongestNs = 10_000_000;
    private const int SysmonRoundsBeforeSlower = 50;

    private readonly LiveGoServer _server;
    private readonly LiveWindow _window;
    private readonly LiveG[] _goroutines;
    private readonly LiveM[] _machines;
    private readonly LiveThread _monitor;
    private readonly Scheduler _scheduler;
    private readonly Netpoll _netpoll;
    private readonly WorkFinder _finder;
    private readonly GoroutineRunner _runner;

    internal GoRuntime(LiveGoServer server, IReadOnlyList<ServerLink> links, LiveScenario scenario, LiveWindow window, CounterTable counters)
    {
        (_server, _window) = (server, window);
        _goroutines = [.. links.Select((link, i) => new LiveG(i, link, new RandomStream(scenario.Seed, "live/service", (ulong)i)))];
        _machines =
        [
            .. Enumerable.Range(0, MostMs(server)).Select(i => new LiveM(
                new LiveThread($"m{i}", scenario.PinServer, counters[i]), new RandomStream(scenario.Seed, "live/steal", (ulong)i), server.MaxEvents)),
        ];
        _monitor = new("sysmon", scenario.PinServer, counters[_machines.Length]);
        Threads = server.Sysmon ? [.. _machines.Select(m => m.Thread), _monitor] : [.. _machines.Select(m => m.Thread)];
        _netpoll = new(server, _goroutines);
        _scheduler = new(server, window, _machines)
        {
            Begin = m => m.Thread.Begin(_ => Run(m)),
            Break = p => _netpoll.Break(_netpoll.InstanceOf(p)),
        };
        _finder = new(server, _scheduler, _netpoll);
        _runner = new(server.Handler, _scheduler, _netpoll);
    }

    public IReadOnlyList<LiveThread> Threads { get; }

    public bool SleepsInWaitsOnly => false;

    public bool CountsByRequest => false;

    public IReadOnlyList<Histogram> Skew => [.. _scheduler.Ps.Select(p => p.Skew)];

    public Histogram? SchedLatency
    {
        get
        {
            var all = new Histogram();
            foreach (var p in _scheduler.Ps) all.Merge(p.SchedLatency);
            return all;
        }
    }

    public int Ps => _server.Gomaxprocs;

    /// <summary>Counters that a server needs: one for each M and for the monitor.</summary>
    internal static int CountersOf(LiveGoServer server) => MostMs(server) + 1;

    public void Start()
    {
        var all = new GList();
        foreach (var goroutine in _goroutines) all.Push(goroutine);
        _scheduler.Inject(null, all);
        if (_server.Sysmon) _monitor.Begin(Monitor);
    }

    public void Rouse()
    {
        _scheduler.Rouse();
        for (var i = 0; i < _netpoll.Instances; i++) _netpoll.Break(i);
    }

    public void Dispose()
    {
        foreach (var m in _machines) m.Dispose();
        _scheduler.Dispose();
        _netpoll.Dispose();
    }

    /// <summary>Ms beyond one for each P: sleepers in epoll_wait, and those between two states. Where all sleep in epoll_wait, each has a P to come back to.</summary>
    private static int MostMs(LiveGoServer server) => server.AllWait ? server.Gomaxprocs : (2 * server.Gomaxprocs) + 2;

    private void Run(LiveM m)
    {
        var buffer = stackalloc byte[GoroutineRunner.MostBytes];
        (m.P, m.NextP) = (m.NextP, null);
        while (_finder.FindRunnable(m) is { } goroutine)
        {
            if (m.IsSpinning)
            {
                // resetspinning: work was found, so there may be more, and somebody else is to look for it.
                _scheduler.StopSpinning(m);
                _scheduler.WakeP(m);
            }

            _runner.Execute(m, goroutine, buffer);
        }
    }

    /// <summary><c>sysmon</c>: polls the network where nobody has for 10 ms.</summary>
    private void Monitor(LiveThread thread)
    {
        using var events = new EpollEvents(_server.MaxEvents);
        using var interest = new EpollEvents(1);
        var delay = SysmonShortestNs;
        for (var idle = 0; !_window.IsOver;)
        {
            var sleep = TimeSpec.Of(delay);
            _ = Libc.NanoSleep(&sleep, null);
            var found = false;
            for (var i = 0; i < _netpoll.Instances; i++)
            {
                if (!_netpoll.IsWaitedOn(i) || !_netpoll.IsOverdue(i, SysmonLongestNs)) continue;
                var list = _netpoll.Poll(events, interest, thread.Counters, i);
                found |= list.Count > 0;
                _scheduler.Inject(null, list);
            }

            idle = found ? 0 : idle + 1;
            delay = idle == 0 ? SysmonShortestNs : idle > SysmonRoundsBeforeSlower ? Math.Min(delay * 2, SysmonLongestNs) : delay;
        }
    }
}
