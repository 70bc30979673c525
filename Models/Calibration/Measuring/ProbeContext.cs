using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Measuring;

/// <summary>What a probe measures with: one round of one probe on a thread that is bound to <see cref="Cpu"/>.</summary>
/// <param name="readings">Takes the values.</param>
/// <param name="probe">The probe's name.</param>
/// <param name="round">Number of the round.</param>
/// <param name="cpus">The CPUs to measure on, the own one first.</param>
/// <param name="effort">How long to measure.</param>
/// <param name="cancel">Asks to stop between blocks.</param>
internal sealed class ProbeContext(Readings readings, string probe, int round, IReadOnlyList<int> cpus, Effort effort, CancellationToken cancel)
{
    private const string Nanoseconds = "ns";

    /// <summary>The CPU of the calling thread.</summary>
    internal int Cpu => cpus[0];

    /// <summary>Another CPU; <see langword="null"/> on a machine, or in a container, with one.</summary>
    internal int? OtherCpu => cpus.Count > 1 ? cpus[1] : null;

    /// <summary>Every CPU that may be used.</summary>
    internal IReadOnlyList<int> Cpus => cpus;

    internal Effort Effort => effort;

    internal int Round => round;

    /// <summary>Whether to stop now.</summary>
    internal bool IsCancelled => cancel.IsCancellationRequested;

    /// <summary>Times blocks of operations; each block becomes one value, nanoseconds an operation.</summary>
    /// <param name="parameter">What was varied.</param>
    /// <param name="operations">Operations in a block.</param>
    /// <param name="loop">Does that many operations.</param>
    /// <param name="before">Prepares a block, outside the time taken.</param>
    internal void Blocks(string parameter, int operations, Action<int> loop, Action? before = null)
    {
        before?.Invoke();
        loop(operations); // warm-up
        for (var block = 0; block < effort.Blocks && !IsCancelled; block++)
        {
            before?.Invoke();
            var watch = DisturbanceWatch.Start();
            var start = Clock.Now();
            loop(operations);
            var end = Clock.Now();
            Add(parameter, (end - start - ClockCost) / (double)operations, Nanoseconds, watch.IsDisturbed());
        }
    }

    /// <summary>Takes over one value.</summary>
    internal void Add(string parameter, double value, string unit = Nanoseconds, bool isDisturbed = false)
    {
        var series = readings.Of(probe, parameter, unit);
        if (isDisturbed) series.AddDisturbed();
        else series.Add(round, value);
    }

    /// <summary>Remarks on a parameter for whoever reads the figures.</summary>
    internal void Note(string parameter, string note, string unit = Nanoseconds) => readings.Of(probe, parameter, unit).Note = note;

    /// <summary>What reading the clock twice adds to a difference, in nanoseconds: one read. It is known from the first probe on.</summary>
    internal static double ClockCost { get; private set; }

    /// <summary>Measures <see cref="ClockCost"/>.</summary>
    internal static void MeasureClock()
    {
        var differences = new double[1000];
        for (var i = 0; i < differences.Length; i++)
        {
            var start = Clock.Now();
            differences[i] = Clock.Now() - start;
        }

        ClockCost = RobustStatistics.Median(differences);
    }

    /// <summary>Refuses to go on with a reason.</summary>
    /// <exception cref="ProbeObstacleException">Always.</exception>
    internal int RequireOtherCpu() => OtherCpu ?? throw new ProbeObstacleException("only one CPU may be used here");

    /// <summary>A failed system call as an obstacle.</summary>
    internal static int Checked(nint result, string call) => NativeException.Checked(result, call);
}
