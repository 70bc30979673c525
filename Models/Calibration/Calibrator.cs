using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration;

/// <summary>Measures the machine it runs on.</summary>
/// <remarks>Rounds go over all probes one after the other, so that the rounds of each are spread over the whole run and its interval knows how the machine drifts.</remarks>
public sealed class Calibrator
{
    private const long NoCollectionBytes = 32 << 20;
    private const int FewestRounds = 3;
    private readonly CpuTopology _topology;
    private readonly IReadOnlyList<IProbe> _probes;
    private readonly Effort _effort;
    private int _begun;

    private Calibrator(CpuTopology topology, IReadOnlyList<IProbe> probes, Effort effort)
    {
        _topology = topology;
        _probes = probes;
        _effort = effort;
    }

    /// <summary>Whether this system can be measured: Linux on x86-64 or arm64.</summary>
    public static bool IsPossible =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is (Architecture.X64 or Architecture.Arm64);

    /// <summary>Names of the probes.</summary>
    public static IReadOnlyList<string> ProbeNames => [.. AllProbes.For(CpuTopology.Read([])).Select(probe => probe.Name)];

    /// <summary>What is known of this machine without measuring, as name and value.</summary>
    public static IReadOnlyList<(string Name, string Value)> MachineLines => [.. MachineFacts.Read(CpuTopology.Read(Cpus())).Lines()];

    /// <summary>Version of the kernel that runs here; <see langword="null"/> where it cannot be read.</summary>
    public static string? KernelVersion => MachineFacts.Read(CpuTopology.Read([])).KernelVersion;

    /// <summary>Prepares a calibration.</summary>
    /// <param name="isQuick">Some twenty seconds instead of minutes.</param>
    /// <param name="isWanted">Which probes to run, by name; the null call is measured in any case, because the costs of all others rest on it.</param>
    public static Calibrator Create(bool isQuick, Func<string, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        var topology = CpuTopology.Read(Cpus());
        return new(topology, [.. AllProbes.For(topology).Where(probe => probe.Name == CallProbe.Id || isWanted(probe.Name))], isQuick ? Effort.Quick : Effort.Full);
    }

    /// <summary>Measures.</summary>
    /// <param name="progress">Told before each probe of each round: how far, and the probe's name.</param>
    /// <param name="cancel">Ends it early; what was measured until then counts.</param>
    public CalibrationResult Run(Action<double, string> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var readings = new Readings();
        var clock = StealClock.Now();
        var others = OthersWatch.Start();
        var cpus = Cpus();
        var thread = PinnedThread.Start("gmpsim-probe", cpus[0], () => Measure(readings, cpus, progress, cancel));
        thread.Join();
        foreach (var probe in _probes.OfType<IDisposable>()) probe.Dispose();
        var now = StealClock.Now();
        var facts = MachineFacts.Read(_topology);
        return new CalibrationResult(facts, readings, now.StolenShareSince(clock), others.Share(), thread.IsPinned, Rounds(cancel.IsCancellationRequested), cancel.IsCancellationRequested);
    }

    private string Rounds(bool isInterrupted) => string.Create(CultureInfo.InvariantCulture, $"{_begun}{(isInterrupted ? $" of {_effort.Rounds}, interrupted in the last" : _begun < _effort.Rounds ? $" of {_effort.Rounds}, for want of time" : "")}");

    private static IReadOnlyList<int> Cpus()
    {
        if (!OperatingSystem.IsLinux()) return [0];
        return Affinity.Allowed() is { Count: > 0 } allowed ? allowed : [.. Enumerable.Range(0, Environment.ProcessorCount)];
    }

    private void Measure(Readings readings, IReadOnlyList<int> cpus, Action<double, string> progress, CancellationToken cancel)
    {
        ProbeContext.MeasureClock();
        var start = Clock.Now();
        for (var round = 0; round < _effort.Rounds; round++)
        {
            // On a busy machine every wait takes longer: fewer rounds, and wider intervals, rather than no end.
            if (round >= FewestRounds && (Clock.Now() - start) / round * (round + 1) > _effort.TimeLimit) return;
            _begun = round + 1;
            foreach (var (i, probe) in _probes.Index())
            {
                if (cancel.IsCancellationRequested) return;
                progress((round + (i / (double)_probes.Count)) / _effort.Rounds, probe.Name);
                OneRound(probe, new ProbeContext(readings, probe.Name, round, cpus, _effort, cancel), readings);
            }
        }
    }

    // A probe that cannot measure says so, and the others go on; what it had measured before stays.
    private static void OneRound(IProbe probe, ProbeContext context, Readings readings)
    {
        var holdsCollector = GC.TryStartNoGCRegion(NoCollectionBytes);
        try
        {
            probe.Measure(context);
        }
        catch (Exception error) when (error is ProbeObstacleException or NativeException or DllNotFoundException or EntryPointNotFoundException)
        {
            readings.Obstacles[probe.Name] = error.Message;
        }
        finally
        {
            if (holdsCollector && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
    }
}
