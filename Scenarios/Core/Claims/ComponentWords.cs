namespace GmpSim.Scenarios.Claims;

/// <summary>What a request does in each component of its latency, as a sentence says it behind "spends its time".</summary>
internal static class ComponentWords
{
    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        ["client"] = "in the load generator",
        ["connection-wait"] = "waiting for a free connection",
        ["network"] = "on the wire",
        ["poll-wait"] = "ready in its socket and noticed by nobody yet",
        ["global-queue"] = "in the global run queue",
        ["local-queue"] = "in a P's run queue",
        ["running"] = "running",
        ["core-wait"] = "waiting for a core",
        ["sleeping"] = "asleep",
        ["syscall"] = "in system calls that block",
        ["lock"] = "waiting for a lock",
        ["channel"] = "waiting on channels",
        ["pool"] = "waiting for an item of a pool",
        ["backend"] = "waiting for a service that it has called",
        ["gc-assist"] = "helping the collector",
        ["stop-the-world"] = "held up by a stopped world",
        ["wake-up"] = "waiting until a woken thread is on its core",
        ["line-transfer"] = "waiting for cache lines",
    };

    /// <summary>The words with the component's name behind them, unless the name says it all.</summary>
    internal static string Text(string component) =>
        !s_words.TryGetValue(component, out var words) ? $"in {component}" : words == component ? words : $"{words} ({component})";
}
