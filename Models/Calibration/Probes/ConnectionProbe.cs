using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M18: socket, connect, accept4, and both closes of a loopback connection.</summary>
/// <remarks>Each cycle leaves a connection in TIME_WAIT for a minute: Effort bounds them to some two thousand, far below the ports there are.</remarks>
internal sealed unsafe class ConnectionProbe : IProbe
{
    public const string Id = "tcp.connection";

    private const int Cycles = 8;

    private static readonly string[] s_steps = ["socket", "connect", "accept", "close", "close-passive"];

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        var (listener, address) = descriptors.Listener();
        var times = new long[5];
        for (var block = 0; block <= context.Effort.Blocks && !context.IsCancelled; block++)
        {
            var watch = DisturbanceWatch.Start();
            Array.Clear(times);
            for (var i = 0; i < Cycles; i++) Cycle(listener, &address, times);
            if (block == 0) continue; // warm-up
            var isDisturbed = watch.IsDisturbed();
            foreach (var (step, name) in s_steps.Index())
                context.Add(name, (times[step] / (double)Cycles) - ProbeContext.ClockCost, isDisturbed: isDisturbed);
        }
    }

    private static void Cycle(int listener, SocketAddress* address, long[] times)
    {
        var start = Clock.Now();
        var client = ProbeContext.Checked(Libc.Socket(SocketOptions.InternetFamily, SocketOptions.Stream | SocketOptions.CloseOnExec, 0), "socket");
        start = Lap(times, 0, start);
        var connected = Libc.Connect(client, address, SocketAddress.Length);
        start = Lap(times, 1, start);
        if (connected < 0) _ = Libc.Close(client);
        ProbeContext.Checked(connected, "connect");
        start = Clock.Now();
        var server = ProbeContext.Checked(Libc.Accept(listener, null, null, SocketOptions.CloseOnExec), "accept4");
        start = Lap(times, 2, start);
        _ = Libc.Close(client);
        start = Lap(times, 3, start);
        _ = Libc.Close(server);
        Lap(times, 4, start);
    }

    private static long Lap(long[] times, int step, long start)
    {
        var now = Clock.Now();
        times[step] += now - start;
        return now;
    }
}
