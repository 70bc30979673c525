using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Runs programs on a machine where nothing costs anything and shows the marks that they leave with <c>log</c>.</summary>
/// <remarks>No sysmon, and thieves do not pause: so a timeline is the programs' own.</remarks>
internal sealed class ProgramStage : IEventObserver
{
    private readonly List<string> _marks = [];
    private readonly MarkWatcher _watcher;
    private readonly World _world;
    private readonly InvariantChecker _checker;

    private ProgramStage(string[] programs, string workload, int gomaxprocs, string costs)
    {
        var setup = Given.Setup(
        [
            $"machine: {{ base: ideal, cores: 4, costs: {{ {costs} }} }}",
            $"runtime: {{ gomaxprocs: {gomaxprocs}, toggles: {{ sysmon: false, steal_pause: 0us }} }}",
            $"workload: {workload}",
            "programs:",
            .. programs.Select(line => "  " + line),
        ]);
        _world = World.Build(setup, seed: 1, new CalendarQueue());
        _checker = new InvariantChecker(_world.Process);
        _watcher = new MarkWatcher(_marks);
        _world.Simulation.Observer = this;
    }

    /// <summary>When goroutines left which mark, as <c>3us here</c>, in order.</summary>
    internal IReadOnlyList<string> Log => _marks;

    /// <summary>Descriptors that the programs have open at the end.</summary>
    internal int OpenDescriptors => _world.Process.Account.Descriptors.Open - _world.Process.Account.Descriptors.Reserved;

    /// <summary>TCP of the machine.</summary>
    internal Network Network => _world.Host.Network;

    /// <summary>Runs programs; <c>main</c> runs from the start.</summary>
    /// <param name="programs">Lines of the <c>programs</c> section.</param>
    /// <param name="gomaxprocs">Number of Ps.</param>
    /// <param name="costs">Costs that are not zero, as the format writes them.</param>
    /// <param name="ms">How long the run lasts.</param>
    internal static ProgramStage Run(string[] programs, int gomaxprocs = 1, string costs = "", int ms = 100)
    {
        const string Workload = "{ server: { kind: tasks, handler: nothing, background: main }, clients: [{ kind: open, rate: 1/h }] }";
        var stage = new ProgramStage(["nothing: [{ cpu: 0us }]", .. programs], Workload, gomaxprocs, costs);
        stage._world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(ms));
        return stage;
    }

    /// <summary>As <see cref="Run"/>, and shows the marks.</summary>
    internal static IReadOnlyList<string> Marks(string[] programs, int gomaxprocs = 1, string costs = "", int ms = 100) => Run(programs, gomaxprocs, costs, ms).Log;

    /// <summary>Lets customers have their tasks done on one P by the program <c>handler</c>, for 100 ms that are measured.</summary>
    internal static World Serve(string[] programs, string clients = "{ kind: closed }")
    {
        var stage = new ProgramStage(programs, $"{{ server: {{ kind: tasks, handler: handler }}, clients: [{clients}] }}", gomaxprocs: 1, costs: "");
        stage._world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(100));
        return stage._world;
    }

    /// <summary>As <see cref="Serve"/>, and shows the figures; without looking at every event.</summary>
    internal static IReadOnlyList<double?> Figures(string[] programs, string clients = "{ kind: closed }", int ms = 100)
    {
        var stage = new ProgramStage(programs, $"{{ server: {{ kind: tasks, handler: handler }}, clients: [{clients}] }}", gomaxprocs: 1, costs: "");
        stage._world.Simulation.Observer = null;
        return stage._world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(ms));
    }

    /// <inheritdoc/>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        _checker.OnEvent(simulation, in occurrence);
        _watcher.OnEvent(simulation, in occurrence);
    }
}
