using System.Runtime.CompilerServices;
using GmpSim.Calibration.Live;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>CPU time of the load generator of real runs for a request, against a peer on another CPU that never sleeps and answers at once.</summary>
/// <remarks>Enough connections that the generator always finds an answer: it never sleeps either, and wakes nobody.</remarks>
internal sealed unsafe class ClientProbe : IProbe
{
    public const string Id = "client";
    public const string Request = "request";

    /// <summary>A size of probe tcp.transfer, whose calls are taken off.</summary>
    internal const int MessageBytes = 64;

    /// <summary>Its connections; as many ready events are a point of probe epoll.wait.</summary>
    internal const int Connections = 16;

    private static readonly TimeSpan s_block = TimeSpan.FromMilliseconds(4);

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        var window = new LiveWindow();
        using var connections = new LoopbackConnections();
        var client = new LiveClient { Kind = LiveClientKind.Closed, Connections = Connections, RequestBytes = MessageBytes, ResponseBytes = MessageBytes };
        ClientLink[] links = [.. Enumerable.Range(0, Connections).Select(_ => connections.Open(client))];
        using var asking = new RequestClient(client, number: 0, links, seed: 1, window);
        int[] sockets = [.. connections.ServerLinks.Select(link => link.Socket)];
        var peer = PinnedThread.Start("gmpsim-partner", context.RequireOtherCpu(), () => Answer(sockets, window));
        var thread = new LiveThread("gmpsim-client", [context.Cpu], counters: null);
        try
        {
            window.Open();
            thread.Start(asking.Run);
            Thread.Sleep(s_block); // warm-up
            for (var block = 0; block < context.Effort.Blocks && !context.IsCancelled; block++) OneBlock(context, thread);
        }
        finally
        {
            window.End();
            peer.Join();
            _ = thread.Join(TimeSpan.FromSeconds(5));
        }
    }

    private static void OneBlock(ProbeContext context, LiveThread thread)
    {
        var watch = DisturbanceWatch.Start();
        var (before, usage) = (thread.Latency.Count, thread.Usage());
        Thread.Sleep(s_block);
        var (requests, used) = (thread.Latency.Count - before, thread.Usage() - usage);
        if (requests > 0) context.Add(Request, used.CpuNs / (double)requests, isDisturbed: watch.IsDisturbed());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Answer(int[] sockets, LiveWindow window)
    {
        var message = stackalloc byte[MessageBytes];
        while (!window.IsOver)
        {
            foreach (var socket in sockets)
            {
                if (Libc.Read(socket, message, MessageBytes) is > 0 and var bytes) Libc.Write(socket, message, (nuint)bytes);
            }
        }
    }
}
