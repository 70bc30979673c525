using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M17: tgkill of SIGURG, which Go preempts with, to a thread that spins on another CPU.</summary>
/// <remarks>
/// The handler is a native function that does nothing: a managed one would measure the runtime. The receiver reads the clock without pause; the hole in its readings
/// is where signal frame, handler and sigreturn went, and its begin is when the signal arrived. In a virtual machine that is before tgkill returns, because the host sends the
/// interrupt while the sender waits for it. So delivery counts from where the sender's own work ends: a second signal, which the receiver blocks, is queued and nobody is
/// interrupted. What is queued goes when the receiver ends.
/// </remarks>
internal sealed unsafe partial class SignalProbe : IProbe
{
    public const string Id = "signal";

    private const int Urgent = 23;
    private const int Blocked = 60; // a real-time signal that neither libc nor the runtime uses
    private const int BlockSignals = 0;
    private const int SignalSetBytes = 128;
    private const long HoleFrom = 400;
    private const long HoleUpTo = 100_000;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        var other = context.RequireOtherCpu();
        if (!NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "labs", out var nothing)) throw new ProbeObstacleException("libc has no function 'labs'");
        using var lines = new SharedLines(4);
        var memory = (nint)lines[0];
        var before = SetHandler(Urgent, nothing);
        var receiver = PinnedThread.Start("gmpsim-receiver", other, () => Receive((byte*)memory));
        try
        {
            var thread = lines[0];
            SharedLines.SpinUntil(thread, 1);
            for (var i = 0; i < Math.Max(20, context.Effort.Samples / 4) && !context.IsCancelled; i++) One(context, lines, *thread, isWarmUp: i < 3);
        }
        finally
        {
            Volatile.Write(ref *lines[1], 1);
            receiver.Join();
            SetHandler(Urgent, before);
        }
    }

    private static void One(ProbeContext context, SharedLines lines, int thread, bool isWarmUp)
    {
        var start = Clock.Now() + 50_000;
        while (Clock.Now() < start)
        {
        }

        var sent = (long*)lines[2];
        var hole = (long*)lines[3];
        Volatile.Write(ref hole[0], 0);
        start = Clock.Now();
        Volatile.Write(ref *sent, start);
        Libc.SystemCall(SystemCallNumbers.OfThisMachine.ThreadKill, Environment.ProcessId, thread, Urgent, 0, 0, 0);
        var called = Clock.Now();
        while (Volatile.Read(ref hole[0]) == 0 && Clock.Now() < called + 2_000_000) Thread.SpinWait(1);
        Volatile.Write(ref *sent, 0);
        if (isWarmUp || Volatile.Read(ref hole[0]) == 0) return;
        var begin = Clock.Now();
        Libc.SystemCall(SystemCallNumbers.OfThisMachine.ThreadKill, Environment.ProcessId, thread, Blocked, 0, 0, 0);
        context.Add("send-blocked", Clock.Now() - begin - ProbeContext.ClockCost);
        context.Add("send", called - start - ProbeContext.ClockCost);
        context.Add("arrive", hole[0] - start);
        context.Add("handle", hole[1] - ProbeContext.ClockCost);
    }

    // Lines: 0 thread id, 1 stop, 2 when a signal was sent, 3 begin and length of the hole.
    private static void Receive(byte* memory)
    {
        const int Line = 128;
        Block(Blocked);
        Volatile.Write(ref *(int*)memory, Libc.ThreadId());
        var stop = (int*)(memory + Line);
        var sent = (long*)(memory + (2 * Line));
        var hole = (long*)(memory + (3 * Line));
        var last = Clock.Now();
        var end = last + 20_000_000_000;
        while (Volatile.Read(ref *stop) == 0 && last < end)
        {
            var now = Clock.Now();
            if (now - last is > HoleFrom and < HoleUpTo && Volatile.Read(ref *sent) is not 0 and var when && now > when && hole[0] == 0)
            {
                hole[1] = now - last;
                Volatile.Write(ref hole[0], last);
            }

            last = now;
        }
    }

    private static void Block(int signal)
    {
        var set = stackalloc byte[SignalSetBytes];
        new Span<byte>(set, SignalSetBytes).Clear();
        set[(signal - 1) / 8] = (byte)(1 << ((signal - 1) % 8));
        if (SetMask(BlockSignals, set, null) is not 0 and var error) throw new NativeException("pthread_sigmask", error);
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetMask(int how, byte* set, byte* old);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
