using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Probes;

/// <summary>Every probe, in the order in which a round takes them.</summary>
internal static class AllProbes
{
    internal static IReadOnlyList<IProbe> For(CpuTopology topology) =>
    [
        new CallProbe(),
        new AtomicProbe(),
        new LineProbe(topology),
        new MemoryProbe(),
        new SiblingProbe(topology),
        new EventFdProbe(),
        new EpollWaitProbe(),
        new EpollControlProbe(),
        new EpollWakeProbe(),
        new FutexProbe(),
        new SocketWakeProbe(),
        new SwitchProbe(),
        new ThreadProbe(),
        new SignalProbe(),
        new TimerProbe(),
        new ColdStartProbe(),
        new QuantumProbe(),
        new PullProbe(),
        new ContentionProbe(),
        new TransferProbe(),
        new ConnectionProbe(),
        new ClientProbe(),
    ];
}
