using GmpSim.Calibration.Golang;
using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Golang;

/// <summary>Reads off a scenario what the real Go program is to do that stands beside its simulated one.</summary>
/// <remarks>
/// The scenario is called <c>go-KIND</c>, or <c>go-free-KIND</c> where the kernel may put its threads on any CPU, and its programs hold one operation of each kind with its numbers: so both sides do the same, and a changed number changes both. The first
/// <c>cpu</c> is the service time; the second one, or the <c>sleep</c> or <c>syscall</c>, the pause.
/// </remarks>
internal static class GoScenario
{
    /// <summary>With what the names begin of scenarios that have a real Go program.</summary>
    internal const string Prefix = "go-";

    /// <summary>What comes next in the names of those whose threads the kernel may put on any CPU.</summary>
    private const string Free = "free-";

    /// <summary>Bytes of the response of the server of net/http.</summary>
    internal const int HttpResponseBytes = 256;

    /// <summary>The built-in file of the servers.</summary>
    internal const string ServersFile = "go-http";

    private const string FreeFile = "go-free";

    private const string HttpKind = "http";
    private const string HttpProgram = "hello";
    private const int OldestRules = 14;
    private const int NewestRules = 27;

    /// <summary>Simulates the rules of the toolchain's version, or of the nearest one that is known.</summary>
    internal static string VersionOverride(GoToolchain toolchain) => $"runtime.go=\"1.{Math.Clamp(toolchain.Minor, OldestRules, NewestRules)}\"";

    /// <summary>Whether a built-in file has the server of net/http.</summary>
    internal static bool HasHttp(string file) => file is ServersFile or FreeFile;

    /// <summary>Gives the simulated handler of the server of net/http the CPU time that net/http itself takes, which the real one has without being told.</summary>
    /// <param name="nanoseconds">That time.</param>
    internal static string HttpOverride(long nanoseconds) => $"programs.{HttpProgram}=[{{ read: request }}, {{ cpu: {nanoseconds}ns }}, {{ write: response }}]";

    /// <summary>Whether the scheduler decides alone what happens, and not the kernel's placement too.</summary>
    internal static bool IsBound(string name) => !name.StartsWith(Prefix + Free, StringComparison.Ordinal);

    /// <summary>The run of a point.</summary>
    /// <param name="name">Name of the scenario.</param>
    /// <param name="setup">The point.</param>
    /// <param name="warmup">Time before the window.</param>
    internal static GoRunPlan PlanOf(string name, PointSetup setup, SimDuration warmup)
    {
        var work = WorkOf(name, setup);
        var client = setup.Workload.Clients[0];
        return new(
            work,
            setup.Runtime!.Gomaxprocs,
            work.IsServer ? new(client.Connections, client.Threads, client.RequestBytes, setup.Os.PinClient ?? []) : null,
            setup.Os.PinServer ?? [],
            Real(warmup),
            Real(setup.Run.Duration));
    }

    private static GoWork WorkOf(string name, PointSetup setup)
    {
        var client = setup.Workload.Clients[0];
        var operations = setup.Programs.Values.SelectMany(program => program.AllOperations).ToList();
        var computed = operations.OfType<CpuOperation>().Select(cpu => Nanoseconds(cpu.Time)).ToList();
        var waited = operations.OfType<SleepOperation>().Select(sleep => sleep.Time).Concat(operations.OfType<SyscallOperation>().Select(call => call.Time)).Select(Nanoseconds).ToList();
        var kind = name[(IsBound(name) ? Prefix : Prefix + Free).Length..];
        return new(kind)
        {
            ServiceNs = kind == HttpKind ? 0 : computed.FirstOrDefault(),
            PauseNs = waited.Concat(computed.Skip(1)).FirstOrDefault(),
            Rounds = operations.OfType<RepeatOperation>().Select(repeat => repeat.Times ?? 1).FirstOrDefault(1),
            Width = operations.OfType<SpawnOperation>().Select(spawn => spawn.Count).FirstOrDefault(1),
            Bytes = GoRun.BodyBytes(client.ResponseBytes),
            Clients = client.Connections,
        };
    }

    private static long Nanoseconds(Distribution? time) => time is null ? 0 : (long)Math.Round(time.MeanPicoseconds / 1000);

    private static TimeSpan Real(SimDuration duration) => TimeSpan.FromSeconds(duration.Seconds);
}
