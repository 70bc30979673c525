using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Runs programs on a machine where nothing costs anything and shows the marks that they leave with <c>log</c>.</summary>
/// <remarks>No sysmon, and thieves do not pause: so a timeline is the programs' own.</remarks>
internal sealed class ProgramStage : IEventObserver
{
    private readonly List<string> _marks = [];
    private IEventObserver _checker = null!;

    /// <summary>When goroutines left which mark, as <c>3us here</c>, in order.</summary>
    /// <param name="programs">Lines of the <c>programs</c> section; <c>main</c> runs from the start.</param>
    /// <param name="gomaxprocs">Number of Ps.</param>
    /// <param name="costs">Costs that are not zero, as the format writes them.</param>
    /// <param name="ms">How long the run lasts.</param>
    internal static IReadOnlyList<string> Marks(string[] programs, int gomaxprocs = 1, string costs = "", int ms = 100)
    {
        var setup = Given.Setup(
        [
            $"machine: {{ base: ideal, cores: 4, costs: {{ {costs} }} }}",
            $"runtime: {{ gomaxprocs: {gomaxprocs}, toggles: {{ sysmon: false, steal_pause: 0us }} }}",
            "workload: { server: { kind: tasks, handler: nothing, background: main }, clients: [{ kind: open, rate: 1/h }] }",
            "programs:",
            "  nothing: [{ cpu: 0us }]",
            .. programs.Select(line => "  " + line),
        ]);
        var world = World.Build(setup, seed: 1, new CalendarQueue());
        var stage = new ProgramStage { _checker = new InvariantChecker(world.Process) };
        world.Simulation.Observer = stage;
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(ms));
        return stage._marks;
    }

    /// <inheritdoc/>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        _checker.OnEvent(simulation, in occurrence);
        if (simulation.NameOf(occurrence.Receiver) != "log") return;
        _marks.Add($"{(occurrence.At - SimTime.Zero).Picoseconds / 1e6:0.######}us {simulation.CodeNameOf(occurrence.Receiver, occurrence.Code)}");
    }
}
