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

    // Each send is followed by its receive, so that queues stay short as those of a server do; each kind is timed by itself.
    private static void ByTurns(ProbeContext context, int from, int to, int size, string kind)
    {
        var message = new byte[MostBytes];
        fixed (byte* bytes = message)
        {
            for (var block = 0; block <= context.Effort.Blocks && !context.IsCancelled; block++)
            {
                var watch = DisturbanceWatch.Start();
                long sending = 0, receiving = 0;
                for (var i = 0; i < Operations; i++)
                {
                    var start = Clock.Now();
                    var sent = Libc.Write(from, bytes, (nuint)size);
                    var middle = Clock.Now();
                    var got = Libc.Read(to, bytes, (nuint)size);
                    receiving += Clock.Now() - middle;
                    sending += middle - start;
                    for (var rest = sent - got; rest > 0;)
                    {
                        var more = Libc.Read(to, bytes, (nuint)rest);
                        if (more <= 0) break;
                        rest -= more;
                    }
                }

                if (block == 0) continue; // warm-up
                var isDisturbed = watch.IsDisturbed();
                context.Add($"{kind}send={size}", (sending / (double)Operations) - ProbeContext.ClockCost, isDisturbed: isDisturbed);
                context.Add($"{kind}recv={size}", (receiving / (double)Operations) - ProbeContext.ClockCost, isDisturbed: isDisturbed);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Receive(int socket, nint buffer, int operations)
    {
        for (var i = 0; i < operations; i++) Libc.Read(socket, (void*)buffer, 64);
    }
}
