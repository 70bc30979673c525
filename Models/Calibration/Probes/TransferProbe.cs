using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M18: send, recv and recv that finds nothing, by size, on a loopback connection whose two ends one thread owns; a socket pair beside it.</summary>
internal sealed unsafe class TransferProbe : IProbe
{
    public const string Id = "tcp.transfer";

    /// <summary>Sizes of a message in bytes.</summary>
    public static readonly int[] Sizes = [64, 1024, 4096, 16384];

    private const int Operations = 32;
    private const int MostBytes = 16384;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        var (client, server) = descriptors.Connection();
        foreach (var size in Sizes) ByTurns(context, client, server, size, "");
        var buffer = stackalloc byte[64];
        var target = (nint)buffer;
        context.Blocks("recv-again", 200, operations => Receive(server, target, operations));

        var pair = stackalloc int[2];
        ProbeContext.Checked(Libc.SocketPair(SocketOptions.UnixFamily, SocketOptions.Stream | SocketOptions.NonBlocking | SocketOptions.CloseOnExec, 0, pair), "socketpair");
        ByTurns(context, pair[0], pair[1], Sizes[0], "unix-");
        _ = Libc.Close(pair[0]);
        _ = Libc.Close(pair[1]);
    }

    // To and fro, as requests and answers go: in a stream in one direction each recv would also send an acknowledgement.
    private static void ByTurns(ProbeContext context, int one, int other, int size, string kind)
    {
        var message = new byte[MostBytes];
        fixed (byte* bytes = message)
        {
            for (var block = 0; block <= context.Effort.Blocks && !context.IsCancelled; block++)
            {
                var watch = DisturbanceWatch.Start();
                var times = (Sending: 0L, Receiving: 0L);
                for (var i = 0; i < Operations; i += 2)
                {
                    OneWay(one, other, bytes, size, ref times);
                    OneWay(other, one, bytes, size, ref times);
                }

                if (block == 0) continue; // warm-up
                var isDisturbed = watch.IsDisturbed();
                context.Add($"{kind}send={size}", (times.Sending / (double)Operations) - ProbeContext.ClockCost, isDisturbed: isDisturbed);
                context.Add($"{kind}recv={size}", (times.Receiving / (double)Operations) - ProbeContext.ClockCost, isDisturbed: isDisturbed);
            }
        }
    }

    private static void OneWay(int from, int to, byte* bytes, int size, ref (long Sending, long Receiving) times)
    {
        var start = Clock.Now();
        var sent = Libc.Write(from, bytes, (nuint)size);
        var middle = Clock.Now();
        var got = Libc.Read(to, bytes, (nuint)size);
        times.Receiving += Clock.Now() - middle;
        times.Sending += middle - start;
        for (var rest = sent - got; rest > 0;)
        {
            var more = Libc.Read(to, bytes, (nuint)rest);
            if (more <= 0) break;
            rest -= more;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Receive(int socket, nint buffer, int operations)
    {
        for (var i = 0; i < operations; i++) Libc.Read(socket, (void*)buffer, 64);
    }
}
