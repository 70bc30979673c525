using System.Globalization;
using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Tests.Unit.Machine;

/// <summary>A machine where everything is free unless a test says otherwise, a script of what happens from outside, and a log.</summary>
internal sealed class Stage : IEventReceiver
{
    private readonly List<Action> _script = [];
    private readonly int _self;

    internal Stage(int cores = 1, Func<MachineCosts, MachineCosts>? costs = null, MachineTopology? topology = null, Func<MachineSetup, MachineSetup>? setup = null)
    {
        Simulation = new(new QuaternaryHeap(), seed: 1);
        var free = MachineCosts.From(_ => SimDuration.Zero);
        var usual = new MachineSetup { Topology = topology ?? new(1, 1, cores, 1), Costs = costs is null ? free : costs(free) };
        Host = new(Simulation, setup is null ? usual : setup(usual));
        _self = Simulation.Register(this);
    }

    public string Name => "stage";

    internal Simulation Simulation { get; }

    internal Host Host { get; }

    internal ProcessAccount Account { get; } = new();

    /// <summary>Lines of the form <c>12us what</c>.</summary>
    internal List<string> Log { get; } = [];

    internal static SimDuration Us(long value) => SimDuration.FromMicroseconds(value);

    internal void At(long us, Action action)
    {
        _script.Add(action);
        Simulation.Schedule(SimTime.Zero + Us(us), _self, 0, _script.Count - 1);
    }

    /// <summary>A thread that starts at the beginning, on the CPUs given or on all.</summary>
    internal KernelThread Thread(string name, Func<KernelThread, Process> code, params int[] cpus)
    {
        var logical = Host.Cores.Count;
        var thread = Host.NewThread(name, Account, cpus.Length == 0 ? CpuSet.All(logical) : CpuSet.Of(cpus, logical));
        thread.Start(code, SimDuration.Zero, near: null);
        return thread;
    }

    /// <summary>Computes for a time, then notes <c>NAME done</c>.</summary>
    internal Func<KernelThread, Process> Busy(long us) => async thread =>
    {
        thread.Spend(Us(us));
        await thread.Settle();
        Note(thread.Name + " done");
    };

    internal void Note(string what) =>
        Log.Add(string.Create(CultureInfo.InvariantCulture, $"{(Simulation.Now - SimTime.Zero).Picoseconds / 1_000_000.0}us {what}"));

    internal void Run(long us = 1_000_000) => Simulation.RunUntil(SimTime.Zero + Us(us));

    public void Receive(in SimEvent occurrence) => _script[occurrence.Subject]();
}
