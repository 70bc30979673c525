using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Batch;

/// <summary>What a program takes on average when it runs once, the goroutines that it starts included: for planning.</summary>
/// <param name="CpuSeconds">CPU time.</param>
/// <param name="WaitSeconds">Time in which it waits for timers, the kernel and other machines; not for other goroutines.</param>
/// <param name="Events">Simulated events beside those of a request that only computes.</param>
internal readonly record struct ProgramCost(double CpuSeconds, double WaitSeconds, double Events)
{
    // Rough numbers of events, counted in traces: a goroutine's life, a park with its wake-up, a step that others see.
    private const double EventsPerGoroutine = 8;
    private const double EventsPerPark = 5;
    private const double EventsPerStep = 1;

    /// <summary>The cost of a program.</summary>
    /// <param name="name">Its name; <see langword="null"/> for none, which costs nothing.</param>
    /// <param name="programs">All programs of the scenario.</param>
    public static ProgramCost Of(string? name, IReadOnlyDictionary<string, ProgramSpec> programs) => Of(name, programs, []);

    private static ProgramCost Of(string? name, IReadOnlyDictionary<string, ProgramSpec> programs, HashSet<string> open)
    {
        // A program that comes back to itself does so by chance; once counted is near enough.
        if (name is null || !programs.TryGetValue(name, out var program) || !open.Add(name)) return default;
        var cost = Of(program.Operations, programs, open);
        open.Remove(name);
        return cost;
    }

    private static ProgramCost Of(IReadOnlyList<OperationSpec> operations, IReadOnlyDictionary<string, ProgramSpec> programs, HashSet<string> open)
    {
        var sum = default(ProgramCost);
        foreach (var operation in operations) sum = sum.Plus(Of(operation, programs, open), 1);
        return sum;
    }

    private static ProgramCost Of(OperationSpec operation, IReadOnlyDictionary<string, ProgramSpec> programs, HashSet<string> open)
    {
        switch (operation)
        {
            case CpuOperation cpu: return new(Seconds(cpu.Time), 0, 0);
            case SleepOperation sleep: return new(0, Seconds(sleep.Time), EventsPerPark);
            case SyscallOperation call: return new(0, Seconds(call.Time), EventsPerPark);
            case DialOperation dial: return new(0, dial.Rtt.Seconds + dial.Rtt.Seconds + Seconds(dial.Service), 3 * EventsPerPark);

            // What repeats for ever is no part of a request; one round stands for it.
            case RepeatOperation repeat: return default(ProgramCost).Plus(Of(repeat.Body, programs, open), repeat.Times ?? 1);
            case ChooseOperation choose:
                return choose.Ways.Aggregate(default(ProgramCost), (sum, way) => sum.Plus(Of(way.Body, programs, open), (double)way.Percent / 100));
            case SelectOperation select:
                return select.Cases.Aggregate(new ProgramCost(0, 0, EventsPerPark), (sum, one) => sum.Plus(Of(one.Body, programs, open), 1.0 / select.Cases.Count));
            case SpawnOperation spawn:
                var child = Of(spawn.Program, programs, open);
                return default(ProgramCost).Plus(child with { WaitSeconds = 0, Events = child.Events + EventsPerGoroutine }, spawn.Count);
            case ReadOperation or WriteOperation: return default;
            case AcceptOperation or AcquireOperation or SendOperation or ReceiveOperation or WaitOperation: return new(0, 0, EventsPerPark);
            default: return new(0, 0, EventsPerStep);
        }
    }

    /// <summary>The mean of a distribution; one without a mean counts as nothing.</summary>
    internal static double Seconds(Distribution? distribution) =>
        distribution is null || !double.IsFinite(distribution.MeanPicoseconds) ? 0 : distribution.MeanPicoseconds / 1e12;

    private ProgramCost Plus(ProgramCost other, double times) =>
        new(CpuSeconds + (other.CpuSeconds * times), WaitSeconds + (other.WaitSeconds * times), Events + (other.Events * times));
}
