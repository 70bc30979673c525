using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>Where the kernel runs a thread that may run anywhere and is woken by data on a socket, while every CPU but the waker's is idle: the share of wake-ups after which it runs on the waker's own CPU.</summary>
/// <remarks>Near 0 where idle CPUs are taken; near 1 on virtual machines whose halted CPUs look as if the host had taken them away (vcpu_is_preempted): Linux then leaves the thread with its waker.</remarks>
internal sealed unsafe class PlacementProbe : IProbe
{
    public const string Id = "placement";

    /// <summary>What the share is called.</summary>
    public const string OnWakersCpu = "on-wakers-cpu";

    private const int Wakes = 40;
    private const long GapNanoseconds = 300_000; // the waker sleeps in between, so that the woken thread is long asleep again

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        context.RequireOtherCpu();
        using var listener = LoopbackSocket.Listen(isNonBlocking: false, sharesPort: false, port: 0);
        using var near = Descriptor.Of(LoopbackSocket.TryConnect(LoopbackSocket.PortOf(listener.Number)), "connect");
        using var far = Descriptor.Of(LoopbackSocket.Accept(listener.Number, isNonBlocking: false), "accept");
        var (waker, onWakers, end) = (context.Cpu, 0, far.Number);
        var woken = PinnedThread.Start("gmpsim-placed", cpu: null, () =>
        {
            Affinity.TryPin([.. context.Cpus]); // a thread inherits where its creator is bound
            byte data;
            while (Libc.Read(end, &data, 1) == 1)
            {
                if (Libc.CurrentCpu() == waker) Interlocked.Increment(ref onWakers);
            }
        });
        var gap = TimeSpec.Of(GapNanoseconds);
        byte message = 1;
        for (var block = 0; block <= context.Effort.Blocks && !context.IsCancelled; block++)
        {
            var before = Volatile.Read(ref onWakers);
            for (var i = 0; i < Wakes; i++)
            {
                _ = Libc.NanoSleep(&gap, null);
                _ = Libc.Write(near.Number, &message, 1);
            }

            _ = Libc.NanoSleep(&gap, null);
            if (block > 0) context.Add(OnWakersCpu, (Volatile.Read(ref onWakers) - before) / (double)Wakes, "1");
        }

        _ = Libc.Shutdown(near.Number, Libc.ShutBoth);
        woken.Join();
    }
}
