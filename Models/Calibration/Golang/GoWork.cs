using System.Globalization;

namespace GmpSim.Calibration.Golang;

/// <summary>What a Go program is to do.</summary>
/// <param name="Kind"><c>http</c>, <c>http-cost</c>, <c>echo</c>, <c>ping-pong</c>, <c>ring</c>, <c>mutex</c>, <c>syscalls</c> or <c>timers</c>.</param>
public sealed record GoWork(string Kind)
{
    /// <summary>The kinds that listen on a port.</summary>
    private static readonly string[] s_servers = ["http", "echo"];

    /// <summary>Whether it serves connections; otherwise its work comes from within.</summary>
    public bool IsServer => s_servers.Contains(Kind);

    /// <summary>CPU time of a handler, of a critical section, or before a wait [ns].</summary>
    public long ServiceNs { get; init; }

    /// <summary>CPU time between critical sections, or the time of a sleep or system call [ns].</summary>
    public long PauseNs { get; init; }

    /// <summary>Operations of a goroutine in a task.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Goroutines of a task.</summary>
    public int Width { get; init; } = 1;

    /// <summary>Bytes of a response's body.</summary>
    public int Bytes { get; init; } = 1;

    /// <summary>Tasks at a time.</summary>
    public int Clients { get; init; } = 1;

    /// <summary>The program's flags.</summary>
    internal IReadOnlyList<string> Flags =>
    [
        "-kind", Kind, "-service", Nanoseconds(ServiceNs), "-pause", Nanoseconds(PauseNs),
        "-rounds", Text(Rounds), "-width", Text(Width), "-bytes", Text(Bytes), "-clients", Text(Clients),
    ];

    private static string Nanoseconds(long value) => value.ToString(CultureInfo.InvariantCulture) + "ns";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
