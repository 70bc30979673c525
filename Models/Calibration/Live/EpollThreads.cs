using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>Threads in epoll_wait on real instances.</summary>
/// <remarks>
/// Each thread asks the kernel for its number of voluntary switches after it has dealt with what a call brought (getrusage, some 0.3 µs): a call in which it grew has slept. Most
/// wake-ups of a herd never return; all are seen as switches from outside.
/// </remarks>
internal sealed unsafe class EpollThreads : ILiveServer
{
    private const ulong Stop = ulong.MaxValue;

    private readonly LiveEpollServer _server;
    private readonly LiveWindow _window;
    private readonly ulong _seed;
    private readonly SignalSource[] _sources;
    private readonly Descriptor[] _instances;
    private readonly Descriptor _stop = Descriptor.Of(Libc.EventFd(0, SocketOptions.EventFdNonBlocking | SocketOptions.EventFdCloseOnExec), "eventfd");
    private readonly LiveThread[] _threads;

    internal EpollThreads(LiveEpollServer server, LiveScenario scenario, LiveWindow window, CounterTable counters)
    {
        (_server, _window, _seed) = (server, window, scenario.Seed);
        _sources = [.. Enumerable.Range(0, server.Descriptors).Select(_ => SignalSource.Create(server.Source))];
        _instances = [.. Enumerable.Range(0, server.InstanceForEach ? server.Threads : 1).Select(_ => Descriptor.Of(Libc.EpollCreate(Epoll.CloseOnExec), "epoll_create1"))];
        _threads = [.. Enumerable.Range(0, server.Threads).Select(i => new LiveThread($"server/{i}", LiveCpus.Of(i, scenario.PinServer, server.PerCpu), counters[i]))];
    }

    public IReadOnlyList<LiveThread> Threads => _threads;

    public bool SleepsInWaitsOnly => true;

    public bool CountsByRequest => true;

    public IReadOnlyList<Histogram> Skew => [.. _threads.Select(thread => thread.Skew)];

    public Histogram? SchedLatency => null;

    public int Ps => 0;

    /// <summary>What producers signal.</summary>
    internal IReadOnlyList<SignalSource> Sources => _sources;

    public void Start()
    {
        using var interest = new EpollEvents(1);
        for (var i = 0; i < _instances.Length; i++)
        {
            for (var d = 0; d < _sources.Length; d++)
            {
                if (_server.SharesDescriptors || d % _instances.Length == i) Control(Epoll.Add, _instances[i], _sources[d].Descriptor, interest, Flags, (ulong)d);
            }

            Control(Epoll.Add, _instances[i], _stop.Number, interest, Epoll.In, Stop);
        }

        // Whoever waits first is to be the one that the scenario says: each sleeps before the next begins.
        var order = Enumerable.Range(0, _threads.Length);
        foreach (var i in _server.StartsLastFirst ? order.Reverse() : order)
        {
            _threads[i].Start(thread => Work(i, thread));
            SettledThreads.Await(_threads[i]);
        }
    }

    public void Rouse()
    {
        var one = 1L;
        _ = Libc.Write(_stop.Number, &one, sizeof(long));
    }

    public void Dispose()
    {
        foreach (var instance in _instances) instance.Dispose();
        foreach (var source in _sources) source.Dispose();
        _stop.Dispose();
    }

    private uint Flags =>
        Epoll.In
        | (_server.EdgeTriggered ? Epoll.EdgeTriggered : 0)
        | (_server.Oneshot ? Epoll.OneShot : 0)
        | (_server.Exclusive && _server.InstanceForEach ? Epoll.Exclusive : 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(int number, LiveThread thread)
    {
        var epoll = _instances[number % _instances.Length];
        var counters = thread.Counters;
        var spin = SpinWork.OfThisMachine;
        var service = new RandomStream(_seed, "live/service", (ulong)number);
        var readDelay = _server.ReadDelay.WholeNanoseconds;
        var readsUntilEmpty = _server.EdgeTriggered && _server.Reads;
        using var events = new EpollEvents(_server.MaxEvents);
        using var interest = new EpollEvents(1);
        var sleeps = ResourceUsage.OfCallingThread().VoluntarySwitches;
        while (!_window.IsOver)
        {
            var count = Libc.EpollWait(epoll.Number, events.Address, events.Count, -1);
            counters->EpollWaits++;
            if (count <= 0) continue;
            for (var i = 0; i < count; i++)
            {
                if (events.Data(i) == Stop) continue;
                counters->EpollEvents++;
                spin.For(readDelay);
                var source = _sources[events.Data(i)];
                long taken;
                do taken = Handle(thread, source, spin, service);
                while (taken > 0 && readsUntilEmpty && source.HoldsSeveral);

                if (!_server.Oneshot) continue;
                Control(Epoll.Modify, epoll, source.Descriptor, interest, Flags, events.Data(i));
                counters->EpollControls++;
            }

            var now = ResourceUsage.OfCallingThread().VoluntarySwitches;
            if (now > sleeps) counters->UsefulWakeups++;
            sleeps = now;
        }
    }

    private long Handle(LiveThread thread, SignalSource source, SpinWork spin, RandomStream service)
    {
        long first = 0;
        var taken = _server.Reads ? source.Read() : source.Times.TakeAll(out first);
        if (taken == 0)
        {
            if (_server.Reads) thread.Counters->EmptyReads++;
            return 0;
        }

        if (_server.Reads) first = source.Times.Take(taken);
        if (_window.IsMeasuring)
        {
            var now = Clock.Now();
            for (var i = 0L; i < taken; i++) thread.Skew.Record(SimDuration.FromNanoseconds(source.Times.SinceReady(first + i, now)));
        }

        spin.For(_server.HandlerTime.Sample(service).WholeNanoseconds);
        thread.Counters->Requests += taken;
        if (!_window.IsMeasuring) return taken;
        var end = Clock.Now();
        for (var i = 0L; i < taken; i++) thread.Latency.Record(SimDuration.FromNanoseconds(Math.Max(0, end - source.Times.Due(first + i))));
        return taken;
    }

    private static void Control(int operation, Descriptor epoll, int descriptor, EpollEvents interest, uint flags, ulong data) =>
        NativeException.Checked(Libc.EpollControl(epoll.Number, operation, descriptor, interest.Set(0, flags, data)), "epoll_ctl");
}
