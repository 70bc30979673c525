using GmpSim.Calibration.Probes;
using GmpSim.Machine;

namespace GmpSim.Calibration.Fitting;

/// <summary>The costs that are a difference, an intercept or a slope of what the probes measure.</summary>
/// <remarks>
/// The cost of a call in the model comes on top of <c>kernel.syscall</c>. Taking off what getpid takes, measured the same way, leaves it: the transition out of managed
/// code, the loop and the entry into the kernel are in both.
/// </remarks>
internal static class CostFormulas
{
    /// <summary>What generic-x86 has for <c>epoll.scan_lock</c>: it cannot be told apart from the rest of a harvest by one thread.</summary>
    internal const double ScanLock = 30;

    // Parts of calls that have a cost of their own, which generic-x86 knows and no probe: they are in what is measured, and must not count twice.
    private const double ThreadCreateLock = 500;
    private const double SignalLock = 100;

    private const double BytesPerKib = 1024;
    private static readonly (string Probe, string Parameter) s_null = (CallProbe.Id, "getpid");

    /// <summary>The formulas where an idle CPU is told by an interrupt, which the waker pays for apart (<see cref="InterruptFit"/>).</summary>
    private static readonly CostFormula[] s_withInterrupts =
    [
        Of("futex.wake", "FUTEX_WAKE of a sleeper on the waker's CPU, the whole call", v => v[0] - v[1], (FutexProbe.Id, FutexProbe.OwnCpuWake), (CallProbe.Id, "transition")),
        Of("epoll.wake", "eventfd write that wakes a thread on the writer's CPU, less write of a watched eventfd", v => v[0] - v[1], (EpollWakeProbe.Id, EpollWakeProbe.OwnCpuWrite), (EventFdProbe.Id, "write-watched")),
        Of(
            "kernel.thread_create", "pthread_create on the parent less a null call, kernel.thread_create_lock and the interrupt to the child's CPU",
            v => v[0] - v[1] - ThreadCreateLock - InterruptFit.Send(v.AsSpan(2)), [(ThreadProbe.Id, "create"), s_null, .. InterruptFit.Inputs]),
    ];

    /// <summary>The same where a waker pays nothing apart.</summary>
    private static readonly CostFormula[] s_withoutInterrupts =
    [
        Of("futex.wake", "FUTEX_WAKE of a sleeper on another CPU that has been idle for 100 us, the whole call", v => v[0] - v[1], (FutexProbe.Id, WakeSweep.Call(WakeSweep.UsualGapMicroseconds)), (CallProbe.Id, "transition")),
        Of(
            "epoll.wake", "eventfd write that wakes a thread on a CPU that has been idle for 100 us, less write of a watched eventfd",
            v => v[0] - v[1], (EpollWakeProbe.Id, WakeSweep.Call(WakeSweep.UsualGapMicroseconds)), (EventFdProbe.Id, "write-watched")),
        Of("kernel.thread_create", "pthread_create on the parent less a null call and kernel.thread_create_lock", v => v[0] - v[1] - ThreadCreateLock, (ThreadProbe.Id, "create"), s_null),
    ];

    private static readonly CostFormula[] s_always =
    [
        Of("kernel.syscall", "getpid less the transition out of managed code", v => v[0] - v[1], s_null, (CallProbe.Id, "transition")),
        Of("kernel.context_switch", "sched_yield between two threads on one CPU less sched_yield alone", v => v[0] - v[1], (SwitchProbe.Id, "yield-to-other"), (SwitchProbe.Id, "yield-alone")),
        Plain("kernel.tick", "resolution of CLOCK_MONOTONIC_COARSE", TimerProbe.Id, TimerProbe.Tick),
        Of("kernel.timer_slack", "lateness of a sleep on a busy CPU less the same with a slack of 1 ns", v => v[0] - v[1], (TimerProbe.Id, TimerProbe.LateOnBusyCpu), (TimerProbe.Id, TimerProbe.LateWithoutSlack)),
        Plain("kernel.timer_interrupt", "length of the hole in a thread's clock readings where its CPU's timer goes off", TimerProbe.Id, TimerProbe.Hole),
        Of("kernel.newidle_pull", "from FUTEX_WAIT until a thread that waited for another CPU runs, less a null call, wait and switch", v => v[0] - (v[1] - v[2]), (PullProbe.Id, "latency"), (FutexProbe.Id, "same-cpu;half-round-trip"), (FutexProbe.Id, FutexProbe.OwnCpuWake)),
        Of(
            "kernel.thread_start", "from pthread_create's return to the child's first instruction, less a wake-up after 100 us of idling",
            v => v[0] - v[1] - (v[2] - v[3]),
            (ThreadProbe.Id, "first-instruction"), (ThreadProbe.Id, "create"), (FutexProbe.Id, WakeSweep.Latency(WakeSweep.UsualGapMicroseconds)), (FutexProbe.Id, WakeSweep.Call(WakeSweep.UsualGapMicroseconds))),
        Of("kernel.signal_send", "tgkill on the sender less a null call and kernel.signal_lock", v => v[0] - v[1] - SignalLock, (SignalProbe.Id, "send"), s_null),
        Of("kernel.signal_deliver", "from tgkill to the hole in the receiver's clock readings, less tgkill of a signal that the receiver blocks", v => v[0] - v[1], (SignalProbe.Id, "arrive"), (SignalProbe.Id, "send-blocked")),
        Plain("kernel.signal_handle", "length of the hole in the receiver's clock readings", SignalProbe.Id, "handle"),
        Of("futex.wake_empty", "FUTEX_WAKE that finds nobody, the whole call", v => v[0] - v[1], (FutexProbe.Id, "wake-nobody"), (CallProbe.Id, "transition")),
        Of(
            "futex.wait", "half a round trip of two threads on one CPU less wake, null call and switch",
            v => v[0] - v[1] - v[2] - (v[3] - v[4]),
            (FutexProbe.Id, "same-cpu;half-round-trip"), (FutexProbe.Id, FutexProbe.OwnCpuWake), s_null, (SwitchProbe.Id, "yield-to-other"), (SwitchProbe.Id, "yield-alone")),
        Call("epoll.wait_empty", "epoll_wait, nothing ready, time-out 0", EpollWaitProbe.Id, "ready=0"),
        Harvest("epoll.harvest", "intercept of epoll_wait over 1 to 128 ready events, less two sections of epoll.scan_lock", (intercept, _) => intercept - (2 * ScanLock)),
        Harvest("epoll.item", "slope of epoll_wait over 1 to 128 ready events", (_, slope) => slope),
        Of("epoll.callback", "write of a watched eventfd less write of one that nobody watches", v => v[0] - v[1], (EventFdProbe.Id, "write-watched"), (EventFdProbe.Id, "write")),
        Of(
            "kernel.sleep", "half a round trip of two threads in epoll_wait on one CPU less write, epoll_wait of one ready event, a section of epoll.scan_lock and switch",
            v => v[0] - v[1] - v[2] - ScanLock - (v[3] - v[4]),
            (EpollWakeProbe.Id, "same-cpu;half-round-trip"), (EpollWakeProbe.Id, EpollWakeProbe.OwnCpuWrite), (EpollWaitProbe.Id, "ready=1"), (SwitchProbe.Id, "yield-to-other"), (SwitchProbe.Id, "yield-alone")),
        Call("epoll.add", "epoll_ctl ADD of an eventfd", EpollControlProbe.Id, "add"),
        Call("epoll.modify", "epoll_ctl MOD of an eventfd", EpollControlProbe.Id, "mod"),
        Call("epoll.delete", "epoll_ctl DEL of an eventfd", EpollControlProbe.Id, "del"),
        Call("eventfd.write", "write of an eventfd that nobody watches", EventFdProbe.Id, "write"),
        Transfer("tcp.send", "intercept over sizes of a send on loopback", "send", (line, nothing) => line.Intercept - nothing),
        Transfer("tcp.receive", "intercept over sizes of a recv on loopback", "recv", (line, nothing) => line.Intercept - nothing),
        Call("tcp.receive_again", "recv that finds nothing", TransferProbe.Id, "recv-again"),
        Copy(),
        Of(
            "client.request", "CPU time of the load generator of real runs for a request less a send, a recv and a sixteenth of an epoll_wait over 16 ready events; the transitions out of managed code are its own",
            v => v[0] - v[1] - v[2] - (v[3] / ClientProbe.Connections) + (2 * v[4]),
            (ClientProbe.Id, ClientProbe.Request), (TransferProbe.Id, $"send={ClientProbe.MessageBytes}"), (TransferProbe.Id, $"recv={ClientProbe.MessageBytes}"), (EpollWaitProbe.Id, $"ready={ClientProbe.Connections}"), (CallProbe.Id, "transition")),
        Call("tcp.socket", "socket", ConnectionProbe.Id, "socket"),
        Call("tcp.connect", "connect on loopback", ConnectionProbe.Id, "connect"),
        Call("tcp.accept", "accept4 of a queued connection", ConnectionProbe.Id, "accept"),
        Call("tcp.close", "the first close of a loopback connection", ConnectionProbe.Id, "close"),
        Call("tcp.close_passive", "the second close of a loopback connection", ConnectionProbe.Id, "close-passive"),
        Plain("cache.rmw_local", "atomic increments of a word on a line of one's own", AtomicProbe.Id, "own-line"),
        Plain("cache.transfer_sibling", "compare-and-swap ping-pong, half a round trip", LineProbe.Id, LineProbe.Class(CoreDistance.Sibling)),
        Plain("cache.transfer_llc", "compare-and-swap ping-pong, half a round trip", LineProbe.Id, LineProbe.Class(CoreDistance.SameLlc)),
        Plain("cache.transfer_socket", "compare-and-swap ping-pong, half a round trip", LineProbe.Id, LineProbe.Class(CoreDistance.SameSocket)),
        Plain("cache.transfer_other_socket", "compare-and-swap ping-pong, half a round trip", LineProbe.Id, LineProbe.Class(CoreDistance.OtherSocket)),
        Plain("cache.l2_hit", "pointer chase through 256 KiB", MemoryProbe.Id, "set=256KiB"),
        Plain("cache.l3_hit", "pointer chase through 8 MiB", MemoryProbe.Id, "set=8MiB"),
        Plain("cache.memory", "pointer chase through 256 MiB", MemoryProbe.Id, "set=256MiB"),
    ];

    /// <summary>The formulas for a machine.</summary>
    /// <param name="areInterruptsSent">Whether a waker sends an interrupt to an idle CPU.</param>
    internal static IEnumerable<CostFormula> For(bool areInterruptsSent) => s_always.Concat(areInterruptsSent ? s_withInterrupts : s_withoutInterrupts);

    private static CostFormula Of(string key, string explanation, Func<double[], double> formula, params (string Probe, string Parameter)[] inputs) => new(key, inputs, formula, explanation);

    private static CostFormula Plain(string key, string explanation, string probe, string parameter) => Of(key, explanation, values => values[0], (probe, parameter));

    private static CostFormula Call(string key, string explanation, string probe, string parameter) => Of(key, explanation + " less a null call", values => values[0] - values[1], (probe, parameter), s_null);

    private static CostFormula Harvest(string key, string explanation, Func<double, double, double> part)
    {
        var ready = EpollWaitProbe.Ready.Where(count => count > 0).ToArray();
        var x = ready.Select(count => (double)count).ToArray();
        return Of(
            key, explanation + " and a null call",
            values =>
            {
                var line = LinearFit.Relative(x, [.. values.Take(x.Length).Select(value => value - values[^1])]);
                return part(line.Intercept, line.Slope);
            },
            [.. ready.Select(count => (EpollWaitProbe.Id, $"ready={count}")), s_null]);
    }

    private static CostFormula Transfer(string key, string explanation, string direction, Func<(double Intercept, double Slope), double, double> part) => Of(
        key, explanation + " less a null call",
        values => part(LinearFit.Robust(SizesInKib(), values[..TransferProbe.Sizes.Length]), values[^1]),
        [.. TransferProbe.Sizes.Select(size => (TransferProbe.Id, $"{direction}={size}")), s_null]);

    private static CostFormula Copy() => Of(
        "tcp.copy_kib", "mean slope over sizes of send and recv on loopback",
        values =>
        {
            var sizes = TransferProbe.Sizes.Length;
            return (LinearFit.Robust(SizesInKib(), values[..sizes]).Slope + LinearFit.Robust(SizesInKib(), values[sizes..]).Slope) / 2;
        },
        [.. TransferProbe.Sizes.Select(size => (TransferProbe.Id, $"send={size}")), .. TransferProbe.Sizes.Select(size => (TransferProbe.Id, $"recv={size}"))]);

    private static double[] SizesInKib() => [.. TransferProbe.Sizes.Select(size => size / BytesPerKib)];
}
