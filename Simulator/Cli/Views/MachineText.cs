using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Views;

/// <summary>A machine in words.</summary>
internal static class MachineText
{
    /// <summary>Its shape, for example <c>2 sockets, 4 last-level caches, 32 cores, 2 threads a core</c>.</summary>
    internal static string Topology(MachineSpec machine)
    {
        var threads = machine.ThreadsPerCore > 1 ? $", {Count(machine.ThreadsPerCore, "thread")} a core" : "";
        var nodes = machine.NumaNodesPerSocket > 1 ? $", {Count(machine.Sockets * machine.NumaNodesPerSocket, "NUMA node")}" : "";
        return $"{Count(machine.Sockets, "socket")}, {Count(machine.Sockets * machine.LlcsPerSocket, "last-level cache")}{nodes}, {Count(machine.Cores, "core")}{threads}";
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}
