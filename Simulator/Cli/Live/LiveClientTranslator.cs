using GmpSim.Calibration.Live;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>Makes real clients out of those of a scenario.</summary>
internal static class LiveClientTranslator
{
    /// <summary>Translates; <see langword="null"/> with the reason where a client cannot be real.</summary>
    /// <param name="spec">The client.</param>
    /// <param name="number">Its number in the list.</param>
    /// <param name="mayConnect">Whether the server takes connections while it runs.</param>
    /// <param name="obstacle">What stands in the way.</param>
    internal static LiveClient? Translate(ClientSpec spec, int number, bool mayConnect, out LiveObstacle? obstacle)
    {
        obstacle = WhyNot(spec, mayConnect) is ({ } feature, { } key) ? new(feature, $"workload.clients[{number}].{key}") : null;
        if (obstacle is not null) return null;
        var (recording, length) = spec.Replayed();
        return new()
        {
            Kind = spec.Kind switch
            {
                "events" => LiveClientKind.Signals,
                "open" => LiveClientKind.Open,
                "replay" => LiveClientKind.Replay,
                _ => LiveClientKind.Closed,
            },
            Threads = spec.Threads,
            Connections = spec.Kind switch
            {
                "events" => 0,
                "replay" => recording.Count == 0 ? 0 : recording.Max(arrival => arrival.Connection) + 1,
                _ => spec.Connections,
            },
            RatePerSecond = recording.Count == 0 ? spec.RatePerSecond : recording.Count / length.Seconds,
            Recording = recording.Select(arrival => new LiveArrival(arrival.At.WholeNanoseconds, arrival.Connection, Math.Max(1, arrival.RequestBytes), arrival.Service.WholeNanoseconds)).ToArray(),
            RecordingLength = length,
            Arrivals = spec.Arrivals switch
            {
                "uniform" => LiveArrivals.Uniform,
                "bursty" => LiveArrivals.Bursty,
                _ => LiveArrivals.Poisson,
            },
            Burst = spec.Burst,
            PerCpu = spec.PerCpu,
            KeepsConnections = spec.KeepAlive,
            ClosesFirst = spec.ClosesFirst,
            Think = spec.Think,
            RequestBytes = Math.Max(1, spec.RequestBytes),
            ResponseBytes = Math.Max(1, spec.ResponseBytes),
        };
    }

    private static (string Feature, string Key)? WhyNot(ClientSpec spec, bool mayConnect)
    {
        if (spec.Kind is not ("events" or "closed" or "open" or "replay") || (spec.Kind == "replay" && mayConnect)) return ($"a client of kind '{spec.Kind}'", "kind");
        if (spec.Timeout is not null) return ("a client that gives up (timeout)", "timeout");
        if (spec.Handler is not null) return ("a client with a handler of its own", "handler");
        if (!spec.IsMeasured) return ("a client that is not measured", "measured");
        if (!spec.SameMachine) return ("a client on another machine (on: remote)", "on");
        if (spec.Kind == "events") return null;
        return spec.KeepAlive || mayConnect ? null : ("keep_alive: false", "keep_alive");
    }
}
