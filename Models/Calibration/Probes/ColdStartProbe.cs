using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>What work costs more on a CPU that has idled: the first round trip of a message between two threads of one CPU, less the second, by how long the CPU had nothing to do.</summary>
/// <remarks>Both round trips begin when the CPU is awake, so that leaving the idle state, and a timer's lateness, are in neither.</remarks>
internal sealed unsafe class ColdStartProbe : IProbe
{
    public const string Id = "cold";

    private const int MessageBytes = 64;

    /// <summary>How long the CPU idles, in microseconds: the law that is fitted has a time of milliseconds.</summary>
    internal static readonly int[] GapsMicroseconds = [1_000, 2_000, 5_000, 20_000];

    public string Name => Id;

    internal static string Extra(int gapMicroseconds) => $"extra;gap={gapMicroseconds}us";

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        var (client, server) = descriptors.Connection();
        foreach (var socket in new[] { client, server }) ProbeContext.Checked(Libc.FileControl(socket, SocketOptions.SetFlags, 0), "fcntl"); // these two wait
        var partner = PinnedThread.Start("gmpsim-partner", context.Cpu, () => Echo(server));
        try
        {
            foreach (var gap in GapsMicroseconds) OneGap(context, client, gap);
        }
        finally
        {
            _ = Libc.Shutdown(client, Libc.ShutBoth);
            partner.Join();
        }
    }

    private static void OneGap(ProbeContext context, int client, int gap)
    {
        var message = stackalloc byte[MessageBytes];
        var end = Clock.Now() + context.Effort.SampleTime;
        for (var count = 0; count < context.Effort.Samples && (count < 5 || Clock.Now() < end) && !context.IsCancelled; count++)
        {
            var sleep = TimeSpec.Of(gap * 1_000L);
            var watch = DisturbanceWatch.Start();
            _ = Libc.NanoSleep(&sleep, null);
            var start = Clock.Now();
            RoundTrip(client, message);
            var middle = Clock.Now();
            RoundTrip(client, message);
            var (first, second) = (middle - start, Clock.Now() - middle);
            if (count > 0) context.Add(Extra(gap), first - second, isDisturbed: watch.IsDisturbed()); // the gap before the first one was another
        }
    }

    private static void RoundTrip(int socket, byte* message)
    {
        ProbeContext.Checked(Libc.Write(socket, message, MessageBytes), "write");
        ProbeContext.Checked(Libc.Read(socket, message, MessageBytes), "read");
    }

    private static void Echo(int socket)
    {
        var message = stackalloc byte[MessageBytes];
        while (Libc.Read(socket, message, MessageBytes) is > 0 and var bytes) Libc.Write(socket, message, (nuint)bytes);
    }
}
