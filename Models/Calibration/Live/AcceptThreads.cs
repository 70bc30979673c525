using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>Threads in a blocking accept: each serves a connection to its end and accepts the next.</summary>
/// <remarks>Around each accept a thread asks the kernel for its number of voluntary switches: those in between are sleeps in accept, others are waits for a request.</remarks>
internal sealed unsafe class AcceptThreads : ILiveServer
{
    private const int MostBytes = 1 << 16;

    private readonly LiveAcceptServer _server;
    private readonly LiveWindow _window;
    private readonly LiveClient _client;
    private readonly ulong _seed;
    private readonly Descriptor[] _listeners;
    private readonly LiveThread[] _threads;
    private readonly int[] _serving;

    internal AcceptThreads(LiveAcceptServer server, LiveScenario scenario, LiveWindow window, CounterTable counters)
    {
        (_server, _window, _client, _seed) = (server, window, scenario.Clients[0], scenario.Seed);
        var first = LoopbackSocket.Listen(isNonBlocking: false, server.ListenerForEach, port: 0);
        Port = LoopbackSocket.PortOf(first.Number);
        _listeners = [first, .. Enumerable.Range(1, server.ListenerForEach ? server.Threads - 1 : 0).Select(_ => LoopbackSocket.Listen(isNonBlocking: false, sharesPort: true, Port))];
        _threads = [.. Enumerable.Range(0, server.Threads).Select(i => new LiveThread($"server/{i}", LiveCpus.Of(i, scenario.PinServer, server.PerCpu), counters[i]))];
        _serving = new int[server.Threads];
    }

    public IReadOnlyList<LiveThread> Threads => _threads;

    public bool SleepsInWaitsOnly => false;

    public bool CountsByRequest => true;

    public IReadOnlyList<Histogram> Skew => [.. _threads.Select(thread => thread.Skew)];

    public Histogram? SchedLatency => null;

    public int Ps => 0;

    /// <summary>Where clients connect to.</summary>
    internal int Port { get; }

    /// <summary>When connections could be accepted.</summary>
    internal ConnectTimes Connected { get; } = new();

    public void Start()
    {
        var order = Enumerable.Range(0, _threads.Length);
        foreach (var i in _server.StartsLastFirst ? order.Reverse() : order)
        {
            _threads[i].Start(thread => Work(i, thread));
            SettledThreads.Await(_threads[i]);
        }
    }

    public void Rouse()
    {
        foreach (var listener in _listeners) _ = Libc.Shutdown(listener.Number, Libc.ShutBoth);
        foreach (ref var connection in _serving.AsSpan())
        {
            if (Volatile.Read(ref connection) is var socket and > 0) _ = Libc.Shutdown(socket, Libc.ShutBoth);
        }
    }

    public void Dispose()
    {
        foreach (var listener in _listeners) listener.Dispose();
        Connected.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(int number, LiveThread thread)
    {
        var listener = _listeners[number % _listeners.Length].Number;
        var counters = thread.Counters;
        var buffer = stackalloc byte[MostBytes];
        var service = new RandomStream(_seed, "live/service", (ulong)number);
        while (!_window.IsOver)
        {
            var sleeps = ResourceUsage.OfCallingThread().VoluntarySwitches;
            var connection = LoopbackSocket.AcceptFrom(listener, out var port);
            var now = Clock.Now();
            var slept = ResourceUsage.OfCallingThread().VoluntarySwitches - sleeps;
            if (connection < 0) continue;
            counters->EpollSleeps += slept;
            if (slept > 0) counters->UsefulWakeups++;
            LoopbackSocket.NoDelay(connection);
            Volatile.Write(ref _serving[number], connection);
            Serve(thread, connection, (port, now), buffer, service);
            Volatile.Write(ref _serving[number], 0);
            _ = Libc.Close(connection);
        }
    }

    private void Serve(LiveThread thread, int connection, (int Port, long At) accepted, byte* buffer, RandomStream service)
    {
        var counts = _window.IsMeasuring;
        while (!_window.IsOver && Transfer(connection, buffer, _client.RequestBytes, reads: true))
        {
            // Only now is it certain that the client has told when it connected: accept can be faster than connect's return.
            if (counts) thread.Skew.Record(SimDuration.FromNanoseconds(Connected.SinceReady(accepted.Port, accepted.At)));
            counts = false;
            SpinWork.OfThisMachine.For(_server.HandlerTime.Sample(service).WholeNanoseconds);
            if (!Transfer(connection, buffer, _client.ResponseBytes, reads: false)) return;
            thread.Counters->Requests++;
            if (!_client.KeepsConnections && !_client.ClosesFirst) return;
        }
    }

    /// <summary>Reads or writes so many bytes; <see langword="false"/> when the connection has ended.</summary>
    private static bool Transfer(int connection, byte* buffer, int bytes, bool reads)
    {
        while (bytes > 0)
        {
            var room = (nuint)Math.Min(bytes, MostBytes);
            var done = reads ? Libc.Read(connection, buffer, room) : Libc.Write(connection, buffer, room);
            if (done == 0 || (done < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted)) return false;
            bytes -= (int)Math.Max(0, done);
        }

        return true;
    }
}
